import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { App } from '../app.ts';
import { type Frame, type Link, messageFrame, protocolEvent } from '../connection/index.ts';
import { leave, markAlive, receive } from '../messages/index.ts';
import { admit, isRejection, openConnection } from './accept.ts';
import { connectRequestOf } from './connect-request.ts';

/** Maximum bytes of a client's message: the data of an event and a small envelope. */
const maxPayload = 256 * 1024;

/**
 * Writes prepared frames directly to the socket, between the frames of `ws`. This is safe while compression is off,
 * because `ws` then writes each of its frames to the socket synchronously and as a whole.
 */
class WebSocketLink implements Link {
  readonly #ws: WebSocket;
  readonly #socket: Duplex;

  constructor(ws: WebSocket, socket: Duplex) {
    this.#ws = ws;
    this.#socket = socket;
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  write(frame: Frame): void {
    // No frame may follow a close frame.
    if (this.#ws.readyState === this.#ws.OPEN) this.#socket.write(frame);
  }

  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, truncateReason(reason));
  }

  terminate(): void {
    this.#ws.terminate();
  }
}

/** Emits `closing` when either side sends a close frame. The `close` event waits for the end of the TCP connection. */
class ClientSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    // `ws` also calls this method to answer a close frame.
    super.close(code, reason);
    this.emit('closing');
  }
}

/** Truncates the reason to the 123 bytes that a close frame allows. */
function truncateReason(reason: string): string {
  // A truncated character becomes a replacement character, which has three bytes.
  return Buffer.byteLength(reason) <= 123 ? reason : Buffer.from(reason).toString('utf8', 0, 117);
}

/** Returns a listener for `upgrade` events, which turns requests into connections. `apps` is by key. */
export function createUpgradeListener(apps: ReadonlyMap<string, App>, onError: (error: unknown) => void) {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // With `autoPong`, `ws` terminates a client as soon as 60 pongs are buffered, and the counters would miss it. A burst
    // of pings on a fast connection reaches that.
    autoPong: false,
    WebSocket: ClientSocket,
    maxPayload,
  });

  function accept(ws: WebSocket, socket: Duplex, request: IncomingMessage): void {
    const connectRequest = connectRequestOf(request);
    const admitted = admit(apps, connectRequest);
    // `ws` has already sent the client the reason in a close frame. The `close` event does the cleanup.
    ws.on('error', () => ws.close());
    if (isRejection(admitted)) {
      const { code, reason } = admitted;
      const isOld = Number(connectRequest.protocol) < 6;
      if (isOld && connectRequest.protocol)
        socket.write(messageFrame({ event: protocolEvent.error, data: { code, message: reason } }));
      ws.close(code, reason);
      return;
    }
    const connection = openConnection(admitted, new WebSocketLink(ws, socket));
    ws.on('message', (data) => {
      try {
        receive(admitted, connection, String(data));
      } catch (error) {
        // One client's message must not crash the server.
        onError(error);
        ws.terminate();
      }
    });
    ws.on('ping', (payload) => {
      markAlive(connection, admitted.now());
      ws.pong(payload);
      connection.terminateIfSlow();
    });
    ws.on('pong', () => markAlive(connection, admitted.now()));
    ws.on('closing', () => leave(admitted, connection));
    ws.on('close', () => leave(admitted, connection));
  }

  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    server.handleUpgrade(request, socket, head, (ws) => accept(ws, socket, request));
  };
}
