import { roomId, subscription } from '../servers/chat.ts';
import { openSocket } from './socket.ts';
import type { OnBytes, Subscriber } from './target.ts';

/** Connects a subscriber that reads server-sent events from the response to a POST request. */
export async function connectToSse(
  { port }: { port: number },
  variant: number,
  onBytes: OnBytes,
): Promise<Subscriber> {
  const responded = Promise.withResolvers<void>();
  let head: string | undefined = '';
  const socket = await openSocket(port, (bytes, start, end) => {
    if (head === undefined) return onBytes(bytes, start, end);
    head += bytes.toString('latin1', start, end);
    if (!head.includes('\r\n\r\n')) return;
    if (head.startsWith('HTTP/1.1 200')) responded.resolve();
    else responded.reject(new Error(head.slice(0, 500)));
    head = undefined;
  });
  socket.on('close', () => responded.reject(new Error('The server closed the connection.')));
  return {
    join() {
      const body = JSON.stringify({ query: subscription, variables: { roomId, variant } });
      socket.write(
        `POST /graphql HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/event-stream\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
      );
      return responded.promise;
    },
    close: () => socket.destroy(),
  };
}
