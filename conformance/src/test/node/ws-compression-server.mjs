// An echo made with ws, for our client. The query of a connection is what ws is to be told about
// permessage-deflate, in JSON. The text "please count" is answered with the bytes on the wire so
// far: {"read":1234,"written":5678}. Prints its port: {"port":49152}.

import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const server = createServer((request, response) => response.writeHead(404).end());

server.on('upgrade', (request, stream, head) => {
  const query = request.url.slice(request.url.indexOf('?') + 1);
  const perMessageDeflate = JSON.parse(decodeURIComponent(query));
  // ws applies its limit to what comes compressed as well, and noise gets a little larger.
  const maxPayload = 8 << 20;
  const sockets = new WebSocketServer({ noServer: true, maxPayload, perMessageDeflate });
  sockets.handleUpgrade(request, stream, head, (socket) => {
    socket.on('message', (data, isBinary) => {
      if (!isBinary && data.toString() === 'please count') {
        socket.send(JSON.stringify({ read: stream.bytesRead, written: stream.bytesWritten }));
      } else {
        socket.send(data, { binary: isBinary });
      }
    });
    socket.on('error', () => {}); // It is closed then.
  });
});

server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
