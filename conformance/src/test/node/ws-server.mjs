// A server made with ws, for our client to connect to. Prints its port, then for each connection
// how the client closed it: {"port":49152} and {"code":1000,"reason":""}.

import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';
import { answer } from './manners.mjs';

const SUBPROTOCOLS = ['v2.chat', 'v1.chat'];

const print = (line) => console.log(JSON.stringify(line));

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: 4 << 20,
  perMessageDeflate: true, // Agreed to where a client offers it.
  handleProtocols: (offered) => SUBPROTOCOLS.find((name) => offered.has(name)) ?? false,
});

sockets.on('connection', (socket, request) => {
  socket.on('message', (data, isBinary) => {
    if (isBinary) {
      socket.send(data);
    } else {
      answer(socket, request, data.toString());
    }
  });
  socket.on('pong', (payload) => socket.send(`pong ${payload}`));
  socket.on('close', (code, reason) => print({ code, reason: reason.toString() }));
  socket.on('error', () => {}); // The close event that follows says it.
});

const server = createServer((request, response) => response.writeHead(404).end());

server.on('upgrade', (request, stream, head) => {
  if (request.url === '/echo') {
    sockets.handleUpgrade(request, stream, head, (socket) => {
      sockets.emit('connection', socket, request);
    });
  } else {
    const status = request.url === '/forbidden' ? '403 Forbidden' : '404 Not Found';
    stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  }
});

server.listen(0, '127.0.0.1', () => print({ port: server.address().port }));
