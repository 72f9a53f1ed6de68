import { connect, type Socket } from 'node:net';
import type { OnBytes } from './target.ts';

/** All sockets read into the same memory, one after the other: nothing is allocated for what arrives. */
const shared = Buffer.allocUnsafeSlow(256 * 1024);

/** Opens a TCP connection. What it hands out is only valid during the call. */
export function openSocket(port: number, onBytes: OnBytes): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: shared,
        callback(count) {
          onBytes(shared, 0, count);
          return true;
        },
      },
    });
    socket.once('connect', () => resolve(socket));
    // Once it is connected, who lacks an event tells of a lost connection.
    socket.on('error', reject);
  });
}
