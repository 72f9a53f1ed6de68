import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * To be called before the server listens; what it returns closes it: no new request is taken, and it resolves when the
 * last one is answered, or cut after `grace` ms.
 */
export function closeGracefully(server: Server, grace: number): () => Promise<void> {
  /**
   * Connections over which nothing has been asked yet. Browsers open some in advance, and Node takes them for busy: a
   * server would wait for them, who want nothing, as long as it waits for anybody.
   */
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  let isClosing = false;
  server.on('request', ({ socket }, response) => {
    unused.delete(socket);
    // Else a connection that is kept alive would be waited for after its last answer.
    response.once('close', () => {
      if (isClosing) server.closeIdleConnections();
    });
  });

  return () =>
    new Promise((resolve) => {
      isClosing = true;
      const timer = setTimeout(() => server.closeAllConnections(), grace);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
      for (const socket of unused) socket.destroy();
    });
}
