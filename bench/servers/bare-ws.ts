/** The upper limit: a loop that writes one prepared frame to each socket. */
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { frameOf } from '../../src/channels/connection/frame.ts';
import { resultOf } from './chat.ts';
import { listen } from './listen.ts';
import { serveSubject } from './subject.ts';

const sockets = new Set<Duplex>();
const webSockets = new WebSocketServer({ noServer: true, clientTracking: false });
const server = createServer((_request, response) => response.writeHead(404).end());
server.on('upgrade', (request, socket, head) => {
  webSockets.handleUpgrade(request, socket, head, (ws) => {
    sockets.add(socket);
    ws.on('close', () => sockets.delete(socket));
    ws.on('error', () => ws.terminate());
  });
});

serveSubject(
  {
    publish(message) {
      // The same bytes as the other alternatives, in the envelope of a Pusher event.
      const data = JSON.stringify(`{"epoch":"0123456789abcdef","offset":1,"result":${resultOf(message)}}`);
      const channel = `private-cache-gql-${'x'.repeat(32)}`;
      const frame = frameOf(Buffer.from(`{"event":"result","data":${data},"channel":"${channel}"}`));
      for (const socket of sockets) socket.write(frame);
    },
  },
  { port: await listen(server) },
);
