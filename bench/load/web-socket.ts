import { clientFrame, createFrameReader, opcode } from './frames.ts';
import { openSocket } from './socket.ts';
import type { OnBytes } from './target.ts';

/** A minimal WebSocket client for counting messages. */
export interface BareWebSocket {
  send(text: string): void;
  /** Sends a WebSocket ping. Resolves when the pong arrives. */
  ping(): Promise<void>;
  close(): void;
}

export interface WebSocketOptions {
  readonly port: number;
  readonly path: string;
  readonly protocol?: string;
  readonly onText: OnBytes;
}

export async function openWebSocket({
  port,
  path,
  protocol,
  onText,
}: WebSocketOptions): Promise<BareWebSocket> {
  let onPong = (): void => undefined;
  const frames = createFrameReader((kind, bytes, start, end) => {
    if (kind === opcode.text) onText(bytes, start, end);
    else if (kind === opcode.ping)
      socket.write(clientFrame(opcode.pong, bytes.toString('latin1', start, end)));
    else if (kind === opcode.pong) onPong();
  });
  const upgraded = Promise.withResolvers<void>();
  let head: string | undefined = '';
  const socket = await openSocket(port, (bytes, start, end) => {
    if (head === undefined) return frames.push(bytes, start, end);
    // The same packet may also contain frames.
    head += bytes.toString('latin1', start, end);
    const headEnd = head.indexOf('\r\n\r\n');
    if (headEnd < 0) return;
    const after = Buffer.from(head.slice(headEnd + 4), 'latin1');
    if (!head.startsWith('HTTP/1.1 101'))
      return upgraded.reject(new Error(`The server rejected the upgrade: ${head.slice(0, 200)}`));
    head = undefined;
    upgraded.resolve();
    if (after.length > 0) frames.push(after, 0, after.length);
  });
  socket.on('close', () => upgraded.reject(new Error('The server closed the connection.')));
  socket.write(
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
      'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
      `${protocol ? `Sec-WebSocket-Protocol: ${protocol}\r\n` : ''}\r\n`,
  );
  await upgraded.promise;
  return {
    send: (text) => void socket.write(clientFrame(opcode.text, text)),
    ping: () =>
      new Promise((resolve) => {
        onPong = resolve;
        socket.write(clientFrame(opcode.ping, ''));
      }),
    close: () => socket.destroy(),
  };
}
