// Deflates a file with zlib, cut into messages of 1, 4 and 64 KiB, each by itself. Prints a line for
// each window of 8 to 15 bits, with the sum of bytes for each size. Asked for 8 bits, node takes 9,
// as zlib cannot deflate with 8.
'use strict';
const fs = require('fs');
const zlib = require('zlib');

const TAIL_BYTES = 4;
const file = fs.readFileSync(process.argv[2]);

function deflatedBytes(windowBits, messageBytes) {
  let bytes = 0;
  for (let start = 0; start < file.length; start += messageBytes) {
    const message = file.subarray(start, start + messageBytes);
    const options = { windowBits, level: 6, finishFlush: zlib.constants.Z_SYNC_FLUSH };
    bytes += zlib.deflateRawSync(message, options).length - TAIL_BYTES;
  }
  return bytes;
}

for (let windowBits = 8; windowBits <= 15; windowBits++) {
  const sums = [1, 4, 64].map((kib) => deflatedBytes(windowBits, kib << 10));
  console.log(sums.join(' '));
}
