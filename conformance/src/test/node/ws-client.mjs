// The client of ws against our server: node ws-client.mjs ws://127.0.0.1:PORT
// What the server does is told by BaseframeServer.java and Manners.java.

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Ends } from './ends.mjs';
import { sendFragments } from './manners.mjs';
import { Inbox, rule, withDeadline } from './rules.mjs';

const KIB = 1 << 10;
const MIB = 1 << 20;
const LENGTHS_OF_EVERY_FORM = [0, 1, 125, 126, 65_535, 65_536, MIB];
const LARGEST_MESSAGE = 64 * MIB;

const server = process.argv[2];

/** A connection of ws that keeps what comes until somebody asks for it. */
class Client {
  static #last = 0;
  #inbox = new Inbox();
  #pongs = new Inbox();

  /** Knows this connection again in what the server reports of its end. */
  id = String(++Client.#last);

  constructor(path, protocols, options) {
    this.socket = new WebSocket(`${server}${path}?${this.id}`, protocols, options);
    this.socket.on('message', (data, isBinary) =>
      this.#inbox.put(isBinary ? data : data.toString()),
    );
    this.socket.on('pong', (payload) => this.#pongs.put(payload.toString()));
    this.socket.on('error', () => {}); // The close that follows says it.
    this.closed = new Promise((resolve) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }));
    });
  }

  static async open(protocols, options) {
    const client = new Client('/echo', protocols, options);
    await withDeadline(once(client.socket, 'open'), 'the opening handshake');
    return client;
  }

  message() {
    return this.#inbox.take('a message');
  }

  pong() {
    return this.#pongs.take('a pong');
  }
}

/** Runs a check with a connection of its own. */
const connected = (name, check, protocols, options) =>
  rule(name, async () => {
    const client = await Client.open(protocols, options);
    try {
      await check(client);
    } finally {
      client.socket.terminate();
    }
  });

const ends = await Ends.observe(server);

for (const length of LENGTHS_OF_EVERY_FORM) {
  await connected(`text of ${length} bytes comes back`, async (client) => {
    client.socket.send('*'.repeat(length));
    assert.equal(await client.message(), '*'.repeat(length));
  });
  await connected(`binary of ${length} bytes comes back`, async (client) => {
    const payload = randomBytes(length);
    client.socket.send(payload);
    assert.deepEqual(await client.message(), payload);
  });
}

for (const text of ['κόσμε', 'e\u0301 is not \u00e9', '👩‍🚀', 'שלום', '\0']) {
  await connected(`text of every script comes back: ${JSON.stringify(text)}`, async (client) => {
    client.socket.send(text);
    assert.equal(await client.message(), text);
  });
}

await connected('fragments of ws arrive as one message', async (client) => {
  sendFragments(client.socket, ['wh', '', 'olé', 'some']);
  assert.equal(await client.message(), 'wholésome');
});

await connected('text may be cut inside of a character', async (client) => {
  const bytes = [...Buffer.from('naïve 🐢')].map((byte) => Buffer.of(byte));
  sendFragments(client.socket, bytes);
  assert.equal(await client.message(), 'naïve 🐢');
});

await connected('a ping between fragments is answered at once', async (client) => {
  client.socket.send('wh', { fin: false });
  client.socket.ping('between');
  assert.equal(await client.pong(), 'between');
  client.socket.send('ole', { fin: true });
  assert.equal(await client.message(), 'whole');
});

for (const length of [0, 125]) {
  await connected(`the pong carries the ${length} bytes of the ping`, async (client) => {
    client.socket.ping('p'.repeat(length));
    assert.equal(await client.pong(), 'p'.repeat(length));
  });
}

await connected('the ping of our server is answered by ws', async (client) => {
  client.socket.send('please ping are you there?');
  assert.equal(await client.message(), 'pong are you there?');
});

await connected(
  'our server chooses among the subprotocols offered',
  async (client) => assert.equal(client.socket.protocol, 'v2.chat'),
  ['v9.chat', 'v2.chat'],
);

await connected('without an offer there is no subprotocol', async (client) =>
  assert.equal(client.socket.protocol, ''),
);

await connected(
  'headers reach our server',
  async (client) => {
    client.socket.send('please tell x-greeting');
    assert.equal(await client.message(), 'good morning');
  },
  [],
  { headers: { 'X-Greeting': 'good morning' } },
);

await connected(
  'who offers no compression gets none',
  async (client) => {
    assert.equal(client.socket.extensions, '');
    client.socket.send('*'.repeat(10_000));
    assert.equal(await client.message(), '*'.repeat(10_000));
  },
  [],
  { perMessageDeflate: false },
);

for (const [code, reason] of [
  [1000, ''],
  [1001, 'gone'],
  [1011, 'überrascht 🐢'],
  [3000, 'library'],
  [4999, 'application'],
]) {
  await connected(`close ${code} of ws reaches our server and is answered`, async (client) => {
    client.socket.close(code, reason);
    assert.deepEqual(await ends.of(client.id), { code, reason, clean: true });
    assert.equal((await client.closed).code, code);
  });
  await connected(`close ${code} of our server reaches ws and is answered`, async (client) => {
    client.socket.send(`please close ${code} ${reason}`);
    assert.deepEqual(await client.closed, { code, reason });
    assert.equal((await ends.of(client.id)).clean, true);
  });
}

await connected('a close without a code is 1005 on both sides', async (client) => {
  client.socket.close();
  assert.deepEqual(await ends.of(client.id), { code: 1005, reason: '', clean: true });
  assert.equal((await client.closed).code, 1005);
});

await connected('a connection that ws terminates is 1006 at our server', async (client) => {
  client.socket.terminate();
  assert.deepEqual(await ends.of(client.id), { code: 1006, reason: '', clean: false });
});

await connected('text that is not UTF-8 is answered 1007', async (client) => {
  client.socket.send(Buffer.from('c328', 'hex'), { binary: false });
  assert.equal((await client.closed).code, 1007);
});

await connected('the largest message allowed comes back', async (client) => {
  const payload = Buffer.alloc(LARGEST_MESSAGE, 'large');
  client.socket.send(payload);
  assert.ok(payload.equals(await client.message()));
});

await connected('one byte more is answered 1009', async (client) => {
  client.socket.send(Buffer.alloc(LARGEST_MESSAGE + 1));
  assert.equal((await client.closed).code, 1009);
  assert.equal((await ends.of(client.id)).code, 1009);
});

await connected('fragments that together are too large are answered 1009', async (client) => {
  const part = Buffer.alloc(LARGEST_MESSAGE / 2);
  for (const [payload, fin] of [[part, false], [part, false], [Buffer.of(1), true]]) {
    client.socket.send(payload, { binary: true, fin });
  }
  assert.equal((await client.closed).code, 1009);
});

await connected('messages come back in their order', async (client) => {
  const count = 10_000;
  for (let i = 0; i < count; i++) {
    client.socket.send(`message ${i}`);
  }
  for (let i = 0; i < count; i++) {
    assert.equal(await client.message(), `message ${i}`);
  }
});

await connected('a client that stops reading loses nothing', async (client) => {
  const payload = randomBytes(64 * KIB);
  const count = 512; // 32 MiB: far more than socket buffers hold.
  client.socket.pause();
  for (let i = 0; i < count; i++) {
    client.socket.send(payload);
  }
  client.socket.resume();
  for (let i = 0; i < count; i++) {
    assert.ok(payload.equals(await client.message()));
  }
});

await rule('200 connections at once each get their own answers in order', async () => {
  const clients = await Promise.all(Array.from({ length: 200 }, () => Client.open()));
  const rounds = 20;
  for (let round = 0; round < rounds; round++) {
    for (const client of clients) {
      client.socket.send(`${client.id} says ${round}`);
    }
  }
  await Promise.all(
    clients.map(async (client) => {
      for (let round = 0; round < rounds; round++) {
        assert.equal(await client.message(), `${client.id} says ${round}`);
      }
      client.socket.close(4000, client.id);
      assert.deepEqual(await ends.of(client.id), { code: 4000, reason: client.id, clean: true });
    }),
  );
});

for (const [path, status] of [['/missing', 404], ['/forbidden', 403]]) {
  await rule(`a handshake refused with ${status} tells so`, async () => {
    const client = new Client(path, [], { origin: 'https://evil.example' });
    const [, response] = await once(client.socket, 'unexpected-response');
    assert.equal(response.statusCode, status);
    client.socket.terminate();
  });
}

ends.stop();
