import { type RawData, WebSocket, WebSocketServer } from 'ws';

/** Forwards WebSocket messages between clients and a Channels server. */
export interface WebSocketProxy {
  readonly port: number;
  /** Closes all connections with this code, and the port. */
  stop(code: number): Promise<void>;
  /** Listens on the same port again. */
  start(): Promise<void>;
}

export interface WebSocketProxyOptions {
  /** The Channels server's port on 127.0.0.1. */
  target: number;
  /** Drops the message that the server sends on joining a cache channel: the last message or `pusher:cache_miss`. */
  dropsReplays?: boolean;
}

export async function startWebSocketProxy({
  target,
  dropsReplays = false,
}: WebSocketProxyOptions): Promise<WebSocketProxy> {
  let server = await listen(0);
  const { port } = server.address() as { port: number };

  async function listen(on: number): Promise<WebSocketServer> {
    const listening = new WebSocketServer({ port: on, host: '127.0.0.1' });
    listening.on('connection', (client, { url }) => {
      const upstream = new WebSocket(`ws://127.0.0.1:${target}${url}`);
      const isDropped = dropsReplays ? createReplayFilter() : () => false;
      client.on('message', (data) => upstream.send(String(data)));
      upstream.on('message', (data) => {
        if (!isDropped(data)) client.send(String(data));
      });
      client.on('close', () => upstream.terminate());
      upstream.on('close', () => client.terminate());
    });
    await new Promise((resolve) => listening.once('listening', resolve));
    return listening;
  }

  return {
    port,
    stop: (code) =>
      new Promise((resolve) => {
        for (const client of server.clients) client.close(code);
        server.close(() => resolve());
      }),
    start: async () => {
      server = await listen(port);
    },
  };
}

/** The Channels server sends one message for each join of a cache channel, right after `subscription_succeeded`. */
function createReplayFilter(): (data: RawData) => boolean {
  const joined = new Set<unknown>();
  return (data) => {
    const { event, channel } = JSON.parse(String(data)) as { event: string; channel?: string };
    if (event === 'pusher_internal:subscription_succeeded') {
      if (channel?.includes('cache-')) joined.add(channel);
      return false;
    }
    return joined.delete(channel);
  };
}
