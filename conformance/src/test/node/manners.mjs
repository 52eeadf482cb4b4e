// How the servers of these tests answer a text message: an echo, or what it politely asks for.
// The same in Java, with the list of requests: Manners.java.

/**
 * @param {import('ws').WebSocket} socket the server's end of a connection
 * @param {import('http').IncomingMessage} request its opening handshake
 * @param {string} message what the client sent
 */
export function answer(socket, request, message) {
  const [, verb, argument] = /^please (\S+) ?(.*)$/su.exec(message) ?? [];
  switch (verb) {
    case undefined:
      return socket.send(message);
    case 'tell':
      return socket.send(request.headers[argument.toLowerCase()]);
    case 'ping':
      return socket.ping(argument);
    case 'fragment':
      return sendFragments(socket, argument.split('|'));
    case 'close':
      return close(socket, argument);
    case 'cut':
      return socket.terminate();
    default:
      throw new Error(`no server of these tests can ${verb}`);
  }
}

/** Sends one text message in as many frames as there are parts. */
export function sendFragments(socket, parts) {
  parts.forEach((part, i) => socket.send(part, { binary: false, fin: i === parts.length - 1 }));
}

function close(socket, codeAndReason) {
  const [, code, reason] = /^(\d+) ?(.*)$/su.exec(codeAndReason) ?? [];
  return code === undefined ? socket.close() : socket.close(Number(code), reason);
}
