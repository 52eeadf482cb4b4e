// Inflates the messages of a file with zlib, each with just the window it was deflated for, and
// compares. A record is: window bits (1 byte), context takeover (1 byte), length (4 bytes) and bytes
// of the message, length and bytes of its payload. Messages with context takeover are one stream.
'use strict';
const fs = require('fs');
const zlib = require('zlib');

const TAIL = Buffer.from([0, 0, 0xff, 0xff]);
const file = fs.readFileSync(process.argv[2]);
let position = 0;

function readBytes() {
  const length = file.readUInt32BE(position);
  position += 4 + length;
  return file.subarray(position - length, position);
}

function check(windowBits, payloads, messages) {
  const inflated = zlib.inflateRawSync(Buffer.concat(payloads), {
    windowBits,
    finishFlush: zlib.constants.Z_SYNC_FLUSH,
  });
  if (!inflated.equals(Buffer.concat(messages))) {
    throw new Error('a message differs, window bits ' + windowBits);
  }
}

const streams = new Map();
let count = 0;
while (position < file.length) {
  const windowBits = file[position++];
  const takeover = file[position++] === 1;
  const message = readBytes();
  const payload = [readBytes(), TAIL];
  count++;
  if (takeover) {
    const stream = streams.get(windowBits) ?? { payloads: [], messages: [] };
    streams.set(windowBits, stream);
    stream.payloads.push(...payload);
    stream.messages.push(message);
  } else {
    check(windowBits, payload, [message]);
  }
}
for (const [windowBits, { payloads, messages }] of streams) {
  check(windowBits, payloads, messages);
}
console.log('inflated ' + count);
