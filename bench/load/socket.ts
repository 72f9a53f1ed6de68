import { connect, type Socket } from 'node:net';
import type { OnBytes } from './target.ts';

/** All sockets read into this buffer, one after the other, so that no memory is allocated for received bytes. */
const shared = Buffer.allocUnsafeSlow(256 * 1024);

/** Opens a TCP connection. The bytes passed to `onBytes` are valid only during the call. */
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
    // After connecting, a lost connection shows as missing events.
    socket.on('error', reject);
  });
}
