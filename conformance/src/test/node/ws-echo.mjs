// A server made with ws that echoes, and nothing else, for comparisons. Prints its port.

import { WebSocketServer } from 'ws';

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 64 << 20 });

server.on('connection', (socket) => {
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
  socket.on('error', () => {}); // It is closed then.
});

server.on('listening', () => console.log(`listening ${server.address().port}`));
