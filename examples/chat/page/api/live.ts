import { type Client, createClient } from 'graphql-pusher/client';

/** The live side of a session. */
export interface Live {
  readonly client: Client;
  /**
   * Calls when the server has answered the client: a subscription that was asked for stands from here on, so whoever
   * queries now misses nothing. Returns how to stop.
   */
  onAnswer(listener: () => void): () => void;
}

/** Connects as whom the token says; at the first subscription, not before. */
export function createLive(token: string): Live {
  const headers = { authorization: `Bearer ${token}` };
  const listeners = new Set<() => void>();
  const client = createClient({
    url: '/graphql',
    headers,
    // Plain channels, which `bind` joins on the same connection, are authorized by the gateway's REST twin.
    pusherOptions: { channelAuthorization: { endpoint: '/pusher/auth', transport: 'ajax', headers } },
    fetch: async (...request) => {
      const response = await fetch(...request);
      for (const listener of listeners) listener();
      return response;
    },
    // Pusher's own reports; what concerns a subscription reaches its sink.
    on: { error: (error) => console.warn('Pusher:', error) },
  });
  return {
    client,
    onAnswer: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
