import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Returns a function that closes the server. Call `closeGracefully` before the server listens.
 *
 * The returned function stops accepting requests, and resolves when the last response is complete. It cuts connections
 * that are still open after `timeout` ms.
 */
export function closeGracefully(server: Server, timeout: number): () => Promise<void> {
  /**
   * Connections without a request so far. Browsers open some in advance, and Node counts them as busy, so `close` would
   * wait for them.
   */
  const unused = new Set<Socket>();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  let isClosing = false;
  server.on('request', ({ socket }, response) => {
    unused.delete(socket);
    // Without this, `close` would wait for a keep-alive connection after its last response.
    response.once('close', () => {
      if (isClosing) server.closeIdleConnections();
    });
  });

  return () =>
    new Promise((resolve) => {
      isClosing = true;
      const timer = setTimeout(() => server.closeAllConnections(), timeout);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
      for (const socket of unused) socket.destroy();
    });
}
