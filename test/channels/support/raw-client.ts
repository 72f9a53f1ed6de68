import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** A message as received. */
export interface WireMessage {
  event: string;
  channel?: string;
  data?: unknown;
  user_id?: string;
}

/** A client that exposes the messages of the protocol. */
export interface RawClient {
  readonly ws: WebSocket;
  readonly socketId: string;
  /** All messages received so far. */
  readonly messages: readonly WireMessage[];
  /** Resolves to the first such message that no earlier call has returned. Waits for one if necessary. */
  next(event: string, channel?: string): Promise<WireMessage>;
  send(event: string, data?: unknown, channel?: string): void;
  /** Resolves when the server has handled all sent messages, and all its responses have arrived. */
  settled(): Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
}

export type Closing = Promise<{ code: number; reason: string }>;

/** Opens a WebSocket without waiting for the result. */
export function openSocket(
  url: string,
  options: ClientOptions = {},
): { ws: WebSocket; closed: Closing; messages: WireMessage[] } {
  const ws = new WebSocket(url, options);
  const messages: WireMessage[] = [];
  ws.on('message', (text) => messages.push(JSON.parse(String(text))));
  const closed = once(ws, 'close').then(([code, reason]) => ({ code, reason: String(reason) }));
  return { ws, closed, messages };
}

/** Connects, and waits for the socket id. */
export async function connectRaw(url: string): Promise<RawClient> {
  const { ws, closed, messages } = openSocket(url);
  const returned = new Set<WireMessage>();
  const next = async (event: string, channel?: string): Promise<WireMessage> => {
    for (;;) {
      const found = messages.find(
        (message) =>
          !returned.has(message) &&
          message.event === event &&
          (channel === undefined || message.channel === channel),
      );
      if (found) {
        returned.add(found);
        return found;
      }
      await Promise.race([
        once(ws, 'message'),
        closed.then(({ code, reason }) => Promise.reject(new Error(`closed: ${code} ${reason}`))),
      ]);
    }
  };
  const send = (event: string, data?: unknown, channel?: string): void =>
    ws.send(JSON.stringify({ event, data, channel }));
  const { data } = await next('pusher:connection_established');
  return {
    ws,
    socketId: JSON.parse(String(data)).socket_id,
    messages,
    next,
    send,
    async settled() {
      send('pusher:ping', {});
      await next('pusher:pong');
    },
    closed,
  };
}
