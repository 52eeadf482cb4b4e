// How connections have ended at our server, which reports it at /ends (BaseframeServer.java).

import { once } from 'node:events';
import { WebSocket } from 'ws';
import { Inbox } from './rules.mjs';

export class Ends {
  #socket;
  #byId = new Map();

  /** @param {string} server such as ws://127.0.0.1:8080 */
  static async observe(server) {
    const ends = new Ends();
    ends.#socket = new WebSocket(`${server}/ends`);
    await once(ends.#socket, 'message'); // From now on nothing is missed.
    ends.#socket.on('message', (report) => {
      const { id, ...end } = JSON.parse(report);
      ends.#inbox(id).put(end);
    });
    return ends;
  }

  /** Waits for the end of the connection to /echo?id. */
  of(id) {
    return this.#inbox(id).take('the end of the connection at the server');
  }

  stop() {
    this.#socket.close();
  }

  #inbox(id) {
    if (!this.#byId.has(id)) {
      this.#byId.set(id, new Inbox());
    }
    return this.#byId.get(id);
  }
}
