// The WebSocket interface of Chromium against our server with compression:
// node chromium-compression.mjs ws://127.0.0.1:PORT/ (an echo).

import assert from 'node:assert/strict';
import { withBrowser } from './chromium.mjs';
import { json, noise, prose, SIZES } from './payloads.mjs';
import { rule } from './rules.mjs';

const server = process.argv[2];

/** Runs in the page: sends a message twice; says which extension is used and whether it came back. */
async function echo({ url, text, bytes }) {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  await new Promise((resolve) => socket.addEventListener('open', resolve, { once: true }));
  const message = text ?? Uint8Array.from(atob(bytes), (character) => character.charCodeAt(0));
  const same = [];
  for (let i = 0; i < 2; i++) {
    const answer = new Promise((resolve, reject) => {
      socket.addEventListener('message', resolve, { once: true });
      socket.addEventListener('close', (event) => reject(new Error(`closed ${event.code}`)));
    });
    socket.send(message);
    const { data } = await answer;
    if (typeof message === 'string') {
      same.push(data === message);
    } else {
      const received = new Uint8Array(data);
      same.push(
        received.length === message.length && received.every((byte, j) => byte === message[j]),
      );
    }
  }
  socket.close();
  return { extensions: socket.extensions, same };
}

await withBrowser(async (browser) => {
  const page = await browser.newPage();
  const assertEcho = async (message) => {
    const { extensions, same } = await page.evaluate(echo, { url: server, ...message });
    assert.match(extensions, /^permessage-deflate/);
    assert.deepEqual(same, [true, true]);
  };
  for (const size of SIZES) {
    await rule(`JSON of ${size} bytes comes back`, () => assertEcho({ text: json(size) }));
    await rule(`prose of ${size} bytes comes back`, () => assertEcho({ text: prose(size) }));
    await rule(`noise of ${size} bytes comes back`, () =>
      assertEcho({ bytes: noise(size).toString('base64') }),
    );
  }
});
