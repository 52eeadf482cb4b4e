// The WebSocket interface of Chromium against our server, as the WebSockets standard of the WHATWG
// describes it: node chromium-websocket.mjs ws://127.0.0.1:PORT PID-1 URL-1 PID-2 URL-2
// with two server programs: the first takes 1000 bytes at most and is stopped, the second is killed.

import assert from 'node:assert/strict';
import { withBrowser } from './chromium.mjs';
import { Ends } from './ends.mjs';
import { rule } from './rules.mjs';

const [server, pidOfSmall, urlOfSmall, pidOfDoomed, urlOfDoomed] = process.argv.slice(2);
const { host } = new URL(server);

/** Runs in the page: connections that remember their events. */
function definePeer() {
  globalThis.Peer = class {
    events = [];
    messages = [];

    constructor(url, protocols = []) {
      this.socket = new WebSocket(url, protocols);
      this.socket.binaryType = 'arraybuffer';
      for (const type of ['open', 'error', 'close']) {
        this.socket.addEventListener(type, () => {
          this.events.push(`${type} in state ${this.socket.readyState}`);
        });
      }
      this.opened = this.next('open');
      this.closed = this.next('close').then(({ code, reason, wasClean }) => ({
        code,
        reason,
        wasClean,
      }));
    }

    static async open(url, protocols) {
      const peer = new Peer(url, protocols);
      await peer.opened;
      return peer;
    }

    next(type) {
      return new Promise((resolve) => {
        this.socket.addEventListener(type, resolve, { once: true });
      });
    }

    /** Sends one message and returns the data of the answer. */
    async ask(data) {
      const answer = this.next('message');
      this.socket.send(data);
      return (await answer).data;
    }
  };

  globalThis.sameBytes = (a, b) => {
    const [left, right] = [new Uint8Array(a), new Uint8Array(b)];
    return left.length === right.length && left.every((byte, i) => byte === right[i]);
  };

  globalThis.someBytes = (length) => Uint8Array.from({ length }, (_, i) => (i * 167 + 13) & 0xff);
}

let connections = 0;

/** A URL of the echo, and what the server calls the connection to it. */
function nextEcho() {
  const id = `page-${++connections}`;
  return { id, url: `${server}/echo?${id}` };
}

await withBrowser(async (browser) => {
  const ends = await Ends.observe(server);
  await browser.addInitScript(definePeer);
  const page = await browser.newPage();
  await page.goto(`http://${host}/`);

  /** A rule that is checked in the page; there, `url` is that of the echo. */
  const ruleInPage = (name, check, expected) =>
    rule(name, async () => assert.deepEqual(await page.evaluate(check, nextEcho().url), expected));

  await ruleInPage(
    'readyState goes from CONNECTING to OPEN, CLOSING and CLOSED',
    async (url) => {
      const peer = new Peer(url);
      const states = [peer.socket.readyState];
      await peer.opened;
      states.push(peer.socket.readyState);
      peer.socket.close();
      states.push(peer.socket.readyState);
      await peer.closed;
      states.push(peer.socket.readyState);
      return { states, events: peer.events };
    },
    { states: [0, 1, 2, 3], events: ['open in state 1', 'close in state 3'] },
  );

  for (const text of ['', 'κόσμε', 'e\u0301 is not \u00e9', '👩‍🚀', 'שלום', '*'.repeat(1 << 20)]) {
    const shown = text.length > 20 ? `${text.length} characters` : JSON.stringify(text);
    await rule(`text comes back: ${shown}`, async () => {
      const { url } = nextEcho();
      const answer = await page.evaluate(
        async ([to, sent]) => (await Peer.open(to)).ask(sent),
        [url, text],
      );
      assert.equal(answer, text);
    });
  }

  await ruleInPage(
    'an unpaired surrogate travels as U+FFFD',
    async (url) => (await Peer.open(url)).ask('\ud800'),
    '\ufffd',
  );

  for (const length of [0, 1, 125, 126, 65_535, 65_536, 1 << 20]) {
    await rule(`${length} bytes of an ArrayBuffer come back as an ArrayBuffer`, async () => {
      const { url } = nextEcho();
      const same = await page.evaluate(
        async ([to, count]) => {
          const bytes = someBytes(count);
          const answer = await (await Peer.open(to)).ask(bytes.buffer);
          return answer instanceof ArrayBuffer && sameBytes(answer, bytes);
        },
        [url, length],
      );
      assert.ok(same);
    });
  }

  await ruleInPage(
    'of a view only its own bytes are sent',
    async (url) => {
      const view = new Uint8Array([1, 2, 3, 4, 5]).subarray(1, 4);
      return [...new Uint8Array(await (await Peer.open(url)).ask(view))];
    },
    [2, 3, 4],
  );

  await ruleInPage(
    'a Blob comes back as a Blob',
    async (url) => {
      const bytes = someBytes(100_000);
      const peer = await Peer.open(url);
      peer.socket.binaryType = 'blob';
      const answer = await peer.ask(new Blob([bytes]));
      return answer instanceof Blob && sameBytes(await answer.arrayBuffer(), bytes);
    },
    true,
  );

  await ruleInPage(
    'messages come back in their order, text and binary mixed',
    async (url) => {
      const peer = await Peer.open(url);
      const answers = [];
      const all = new Promise((resolve) => {
        peer.socket.onmessage = ({ data }) => {
          answers.push(typeof data === 'string' ? Number(data) : new Uint16Array(data)[0]);
          if (answers.length === 1000) resolve();
        };
      });
      for (let i = 0; i < 1000; i++) {
        peer.socket.send(i % 2 === 0 ? String(i) : new Uint16Array([i]));
      }
      await all;
      return answers.every((answer, i) => answer === i);
    },
    true,
  );

  await ruleInPage(
    'the page is told which subprotocol was chosen, and which extension is used',
    async (url) => {
      const { socket } = await Peer.open(url, ['v9.chat', 'v2.chat']);
      return [socket.protocol, socket.extensions];
    },
    ['v2.chat', 'permessage-deflate; server_no_context_takeover; client_no_context_takeover'],
  );

  await ruleInPage(
    'without an offer protocol is empty',
    async (url) => (await Peer.open(url)).socket.protocol,
    '',
  );

  await ruleInPage(
    'bufferedAmount counts bytes of UTF-8 until they are sent',
    async (url) => {
      const peer = await Peer.open(url);
      const answer = peer.next('message');
      const amounts = [peer.socket.bufferedAmount];
      peer.socket.send('é');
      amounts.push(peer.socket.bufferedAmount);
      await answer;
      amounts.push(peer.socket.bufferedAmount);
      return amounts;
    },
    [0, 2, 0],
  );

  await ruleInPage(
    'what is sent after close() only adds to bufferedAmount',
    async (url) => {
      const peer = await Peer.open(url);
      peer.socket.close(1000);
      peer.socket.send('too late');
      return [peer.socket.bufferedAmount, await peer.closed];
    },
    [8, { code: 1000, reason: '', wasClean: true }],
  );

  for (const [code, reason] of [
    [1000, ''],
    [1000, 'done'],
    [3000, 'library'],
    [4000, 'überrascht 🐢'],
    [4999, 'application'],
  ]) {
    await rule(`close ${code} "${reason}" of the page reaches our server and is answered`, async () => {
      const { id, url } = nextEcho();
      const event = await page.evaluate(
        async ([to, ...arguments_]) => {
          const peer = await Peer.open(to);
          peer.socket.close(...arguments_);
          return peer.closed;
        },
        [url, code, reason],
      );
      assert.deepEqual(await ends.of(id), { code, reason, clean: true });
      // Our server repeats the code alone, as RFC 6455 5.5.1 asks for no more.
      assert.deepEqual(event, { code, reason: '', wasClean: true });
    });
  }

  await rule('close without a code is 1005 on both sides', async () => {
    const { id, url } = nextEcho();
    const event = await page.evaluate(async (to) => {
      const peer = await Peer.open(to);
      peer.socket.close();
      return peer.closed;
    }, url);
    assert.deepEqual(event, { code: 1005, reason: '', wasClean: true });
    assert.deepEqual(await ends.of(id), { code: 1005, reason: '', clean: true });
  });

  await rule('a page that is left closes its connections with 1001', async () => {
    const { id, url } = nextEcho();
    const other = await browser.newPage();
    await other.goto(`http://${host}/`);
    await other.evaluate((to) => Peer.open(to).then(() => true), url);
    await other.goto('about:blank');
    assert.equal((await ends.of(id)).code, 1001);
    await other.close();
  });

  for (const [code, reason] of [
    [1000, 'done'],
    [1001, 'gone'],
    [1011, ''],
    [4001, 'überrascht 🐢'],
  ]) {
    await rule(`close ${code} of our server reaches the page, without an error event`, async () => {
      const { url } = nextEcho();
      const seen = await page.evaluate(
        async ([to, request]) => {
          const peer = await Peer.open(to);
          peer.socket.send(request);
          return { event: await peer.closed, events: peer.events };
        },
        [url, `please close ${code} ${reason}`],
      );
      assert.deepEqual(seen, {
        event: { code, reason, wasClean: true },
        events: ['open in state 1', 'close in state 3'],
      });
    });
  }

  await rule('a message beyond the limit is answered 1009', async () => {
    const seen = await page.evaluate(async (to) => {
      const peer = await Peer.open(to);
      peer.socket.send('*'.repeat(1001));
      const { code, wasClean } = await peer.closed;
      return { code, wasClean };
    }, urlOfSmall);
    assert.deepEqual(seen, { code: 1009, wasClean: true });
  });

  for (const [path, status] of [
    ['/missing', 404],
    ['/forbidden', 403],
  ]) {
    await rule(`a handshake refused with ${status} is an error, then 1006`, async () => {
      const seen = await page.evaluate(async (to) => {
        const peer = new Peer(to);
        return { event: await peer.closed, events: peer.events };
      }, `${server}${path}`);
      assert.deepEqual(seen, {
        event: { code: 1006, reason: '', wasClean: false },
        events: ['error in state 3', 'close in state 3'],
      });
    });
  }

  await rule('a page of the same origin may connect, a page of another may not', async () => {
    const connects = (to) => {
      const peer = new Peer(to);
      return Promise.race([peer.opened.then(() => true), peer.closed.then(() => false)]);
    };
    assert.equal(await page.evaluate(connects, `${server}/same-origin`), true);
    const stranger = await browser.newPage();
    await stranger.goto(`http://localhost:${new URL(server).port}/`);
    assert.equal(await stranger.evaluate(connects, `${server}/same-origin`), false);
    await stranger.close();
  });

  /** Opens a connection, does something to the server program, and returns what the page saw. */
  const whenServerProgram = async (url, signal, pid) => {
    const peer = await page.evaluateHandle((to) => Peer.open(to), url);
    process.kill(Number(pid), signal);
    return page.evaluate(async (it) => ({ event: await it.closed, events: it.events }), peer);
  };

  await rule('a server that stops says 1001', async () => {
    assert.deepEqual(await whenServerProgram(urlOfSmall, 'SIGTERM', pidOfSmall), {
      event: { code: 1001, reason: '', wasClean: true },
      events: ['open in state 1', 'close in state 3'],
    });
  });

  await rule('a server that dies is 1006', async () => {
    const { event, events } = await whenServerProgram(urlOfDoomed, 'SIGKILL', pidOfDoomed);
    assert.deepEqual(event, { code: 1006, reason: '', wasClean: false });
    // Whether an error event comes first depends on how the system ends the TCP connection.
    assert.equal(events.at(-1), 'close in state 3');
  });

  ends.stop();
});
