// The client of ws against our server, with all parameters of permessage-deflate that ws can offer:
// node ws-compression-client.mjs ws://127.0.0.1:PORT/ (an echo that takes context over).

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { json, noise, prose, SIZES } from './payloads.mjs';
import { rule, withDeadline } from './rules.mjs';

const server = process.argv[2];
const WINDOWS = [undefined, 9, 10, 11, 12, 13, 14, 15];
// With 8 ws can inflate only: node deflates with 9 then, without a word.
const SERVER_WINDOWS = [8, ...WINDOWS];

async function open(options) {
  const socket = new WebSocket(server, [], { perMessageDeflate: { threshold: 0, ...options } });
  const events = Promise.all([once(socket, 'upgrade'), once(socket, 'open')]);
  const [[response]] = await withDeadline(events, 'the opening handshake');
  return { socket, extensions: response.headers['sec-websocket-extensions'] };
}

/** Sends one message and compares the answer; returns how many bytes came for it. */
async function assertEcho(socket, message) {
  const before = socket._socket.bytesRead;
  const answer = once(socket, 'message');
  socket.send(message);
  const [data, isBinary] = await withDeadline(answer, 'an echo');
  assert.equal(isBinary, typeof message !== 'string');
  assert.ok(data.equals(Buffer.from(message)), 'the echo is another message');
  return socket._socket.bytesRead - before;
}

/** Checks what was agreed on against what was offered. */
function assertAgreed(extensions, options) {
  const words = extensions.split('; ');
  assert.equal(words[0], 'permessage-deflate');
  const named = (name) => words.find((word) => word.startsWith(name));
  assert.equal(Boolean(named('server_no')), Boolean(options.serverNoContextTakeover));
  assert.equal(Boolean(named('client_no')), Boolean(options.clientNoContextTakeover));
  if (options.serverMaxWindowBits) {
    assert.equal(named('server_max'), `server_max_window_bits=${options.serverMaxWindowBits}`);
  }
}

async function converse(options, sizes) {
  const { socket, extensions } = await open(options);
  try {
    assertAgreed(extensions, options);
    for (const size of sizes) {
      for (const text of [json(size), prose(size)]) {
        const onTheWire = await assertEcho(socket, text);
        assert.ok(onTheWire < size / 2, `${size} bytes became ${onTheWire}`);
      }
      const bytes = noise(size);
      await assertEcho(socket, bytes);
      const again = await assertEcho(socket, bytes);
      if (size === SIZES[0] && !options.serverMaxWindowBits) {
        assert.equal(again < size / 2, !options.serverNoContextTakeover, 'bytes seen before');
      }
    }
  } finally {
    socket.terminate();
  }
}

for (const serverNoContextTakeover of [false, true]) {
  for (const clientNoContextTakeover of [false, true]) {
    const takeover = { serverNoContextTakeover, clientNoContextTakeover };
    const taken = [!serverNoContextTakeover, !clientNoContextTakeover];
    const what = `takeover of the server ${taken[0]}, of the client ${taken[1]}`;
    for (const serverMaxWindowBits of SERVER_WINDOWS) {
      await rule(`${what}, a server window of ${serverMaxWindowBits} bits`, async () => {
        for (const clientMaxWindowBits of WINDOWS) {
          await converse({ ...takeover, serverMaxWindowBits, clientMaxWindowBits }, [SIZES[0]]);
        }
      });
    }
    await rule(`${what}, messages of every size`, () => converse(takeover, SIZES));
    await rule(`${what}, messages of every size and small windows`, () =>
      converse({ ...takeover, serverMaxWindowBits: 8, clientMaxWindowBits: 9 }, SIZES),
    );
  }
}
