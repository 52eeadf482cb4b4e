// What the tests of compression send.

import { randomBytes } from 'node:crypto';

const KIB = 1 << 10;
const MIB = 1 << 20;

export const SIZES = [8 * KIB, 100_000, 4 * MIB];

const WORDS = ['naïve', 'frame', 'κόσμε', 'of', 'the', 'window', '🐢'];
const word = () => WORDS[Math.floor(Math.random() * WORDS.length)];

/** Joins what is made until it has at least so many bytes, less what does not fit. */
function upTo(size, make) {
  const parts = [];
  for (let bytes = 0; bytes < size; ) {
    const part = make();
    bytes += Buffer.byteLength(part);
    parts.push(part);
  }
  parts.pop();
  return parts.join('');
}

/** Text that gets a lot smaller. */
export const json = (size) =>
  upTo(size, () => `{"id":${Math.floor(Math.random() * 1e6)},"name":"${word()}","active":true},`);

/** Text of every length of UTF-8. */
export const prose = (size) => upTo(size, () => `${word()} `);

/** Bytes that do not get smaller. */
export const noise = (size) => randomBytes(size);
