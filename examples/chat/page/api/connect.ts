import { type Client, createClient } from 'graphql-pusher/client';

/** Creates a client with this token. It connects at the first subscription. */
export function connectAs(token: string): Client {
  const headers = { authorization: `Bearer ${token}` };
  return createClient({
    url: '/graphql',
    headers,
    // The page also uses plain channels on this connection, for unread counts and presence. pusher-js authorizes them
    // at this REST endpoint of the gateway.
    pusherOptions: { channelAuthorization: { endpoint: '/pusher/auth', transport: 'ajax', headers } },
    // Errors of the connection. Errors of a subscription go to its sink.
    on: { error: (error) => console.warn('Pusher:', error) },
  });
}
