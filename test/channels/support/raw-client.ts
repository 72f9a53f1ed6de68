import { once } from 'node:events';
import { type ClientOptions, WebSocket } from 'ws';

/** A message as it came over the wire. */
export interface WireMessage {
  event: string;
  channel?: string;
  data?: unknown;
  user_id?: string;
}

/** A client that shows the wire as it is. */
export interface RawClient {
  readonly ws: WebSocket;
  readonly socketId: string;
  /** All that has come so far. */
  readonly messages: readonly WireMessage[];
  /** The first message of that kind that no earlier call has taken. */
  next(event: string, channel?: string): Promise<WireMessage>;
  send(event: string, data?: unknown, channel?: string): void;
  /** Resolves when the server has dealt with all that was sent, and all of its answers are here. */
  settled(): Promise<void>;
  readonly closed: Promise<{ code: number; reason: string }>;
}

export type Closing = Promise<{ code: number; reason: string }>;

/** Opens a WebSocket without waiting for what comes of it. */
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

/** Connects, and waits until the server has given it a socket id. */
export async function connectRaw(url: string): Promise<RawClient> {
  const { ws, closed, messages } = openSocket(url);
  const taken = new Set<WireMessage>();
  const next = async (event: string, channel?: string): Promise<WireMessage> => {
    for (;;) {
      const found = messages.find(
        (message) =>
          !taken.has(message) &&
          message.event === event &&
          (channel === undefined || message.channel === channel),
      );
      if (found) {
        taken.add(found);
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
