import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { App } from '../app.ts';
import { type Frame, type Link, messageFrame, protocolEvent } from '../connection/index.ts';
import { heard, leave, receive } from '../messages/index.ts';
import { admit, isRejection, open } from './accept.ts';
import { connectRequestOf } from './connect-request.ts';

/** A client's message is an event's data and little more. */
const maxPayload = 256 * 1024;

/**
 * Writes prepared frames to the socket itself, between those that `ws` writes. That is sound because `ws` hands each of
 * its frames to the socket whole and at once, as long as nothing is compressed, and compression is off.
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
    // After a close frame nothing may follow.
    if (this.#ws.readyState === this.#ws.OPEN) this.#socket.write(frame);
  }

  cork(): void {
    this.#socket.cork();
  }

  uncork(): void {
    this.#socket.uncork();
  }

  close(code: number, reason: string): void {
    this.#ws.close(code, fitting(reason));
  }

  terminate(): void {
    this.#ws.terminate();
  }
}

/** Emits `closing` when either side sends a close frame. The `close` event waits for the end of the TCP connection. */
class ClientSocket extends WebSocket {
  override close(code?: number, reason?: string | Buffer): void {
    // `ws` answers a close frame with this method, too.
    super.close(code, reason);
    this.emit('closing');
  }
}

/** A close frame takes 123 bytes of reason. */
function fitting(reason: string): string {
  // A character that is cut in two becomes a replacement character, which takes three bytes.
  return Buffer.byteLength(reason) <= 123 ? reason : Buffer.from(reason).toString('utf8', 0, 117);
}

export interface WebSockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** All that are open, admitted or not. */
  readonly open: ReadonlySet<WebSocket>;
}

/** Turns upgraded requests into connections. `apps` is by key. */
export function createWebSockets(
  apps: ReadonlyMap<string, App>,
  onError: (error: unknown) => void,
): WebSockets {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // `ws` would cut a client without a count once 60 pongs wait, which a burst of pings on a fast connection reaches.
    autoPong: false,
    WebSocket: ClientSocket,
    maxPayload,
  });
  const sockets = new Set<WebSocket>();

  function accept(ws: WebSocket, socket: Duplex, request: IncomingMessage): void {
    sockets.add(ws);
    ws.on('close', () => sockets.delete(ws));
    const asked = connectRequestOf(request);
    const admitted = admit(apps, asked);
    // `ws` has told the client by then what it did wrong; the close that follows clears up.
    ws.on('error', () => ws.close());
    if (isRejection(admitted)) {
      const { code, reason } = admitted;
      const isOld = Number(asked.protocol) < 6;
      if (isOld && asked.protocol)
        socket.write(messageFrame({ event: protocolEvent.error, data: { code, message: reason } }));
      ws.close(code, reason);
      return;
    }
    const connection = open(admitted, new WebSocketLink(ws, socket));
    ws.on('message', (data) => {
      try {
        receive(admitted, connection, String(data));
      } catch (error) {
        // One client's message must not take the server down with it.
        onError(error);
        ws.terminate();
      }
    });
    ws.on('ping', (payload) => {
      heard(connection, admitted.now());
      ws.pong(payload);
      connection.cutIfSlow();
    });
    ws.on('pong', () => heard(connection, admitted.now()));
    ws.on('closing', () => leave(admitted, connection));
    ws.on('close', () => leave(admitted, connection));
  }

  return {
    open: sockets,
    upgrade(request, socket, head) {
      server.handleUpgrade(request, socket, head, (ws) => accept(ws, socket, request));
    },
  };
}
