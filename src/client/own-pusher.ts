/** Makes a Pusher instance from nothing but the GraphQL URL. */
import { type Connection, connectionQuery } from '../protocol/index.ts';
import type { ClientOptions } from './client-options.ts';
import type { Post } from './post.ts';
import type { PusherConstructor, PusherInstance, PusherOptions } from './pusher-instance.ts';
import { type Retry, waitForNextTry } from './retry.ts';

/** Rejects with the errors of the server, or when pusher-js is not installed. */
export async function createOwnPusher(
  options: ClientOptions,
  post: Post,
  retry: Retry,
): Promise<PusherInstance> {
  const [connection, Pusher] = await Promise.all([
    askForConnection(post, retry),
    options.Pusher ?? importPusher(),
  ]);
  return new Pusher(connection.key, { ...pusherOptionsOf(connection), ...options.pusherOptions });
}

async function importPusher(): Promise<PusherConstructor> {
  // Only here, so that applications with an instance of their own need not bundle it a second time.
  // As JavaScript it has the class as its default export; its types speak of one level more.
  const { default: Pusher }: { default: unknown } = await import('pusher-js');
  return Pusher as PusherConstructor;
}

async function askForConnection(post: Post, retry: Retry): Promise<Connection> {
  for (let retries = 0; ; retries++) {
    const answered = await post([JSON.stringify({ query: connectionQuery })]);
    const outcome = Array.isArray(answered) ? answered[0] : undefined;
    if (outcome && 'answer' in outcome) {
      const connection = outcome.answer.data?.pusher as Connection | null | undefined;
      if (connection?.key) return connection;
      throw outcome.answer.errors ?? new Error('The GraphQL server does not tell how to reach Pusher.');
    }
    if (outcome?.isFinal || retries >= retry.retryAttempts) throw outcome?.failure;
    await waitForNextTry(retry, retries, outcome?.retryAfter);
  }
}

/** What pusher-js needs to know to reach what the server names. */
function pusherOptionsOf({ cluster, host, port, useTLS }: Connection): PusherOptions {
  return {
    // Required, even where a host makes it meaningless.
    cluster: cluster ?? '',
    forceTLS: useTLS,
    enableStats: false,
    // Where a proxy blocks WebSockets, pusher-js falls back to HTTP at the same address.
    ...(host && { wsHost: host, httpHost: host }),
    ...(port && { wsPort: port, wssPort: port, httpPort: port, httpsPort: port }),
  };
}
