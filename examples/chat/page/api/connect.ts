import { type Client, createClient } from 'graphql-pusher/client';

/** A client that connects as whom the token says; at the first subscription, not before. */
export function connectAs(token: string): Client {
  const headers = { authorization: `Bearer ${token}` };
  return createClient({
    url: '/graphql',
    headers,
    // Plain channels on the same connection, for unread counts and for who is there, are authorized by the gateway's
    // REST twin.
    pusherOptions: { channelAuthorization: { endpoint: '/pusher/auth', transport: 'ajax', headers } },
    // Pusher's own reports; what concerns a subscription reaches its sink.
    on: { error: (error) => console.warn('Pusher:', error) },
  });
}
