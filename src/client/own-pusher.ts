/** Makes a Pusher instance from nothing but the GraphQL URL. */

import { type Connection, connectionQuery, connectionQueryBeforePath } from '../protocol/index.ts';
import type { ClientOptions } from './client-options.ts';
import type { Post } from './http/index.ts';
import type { PusherConstructor, PusherInstance, PusherOptions } from './pusher/index.ts';
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
  let query = connectionQuery;
  for (let retries = 0; ; retries++) {
    const answered = await post([JSON.stringify({ query })]);
    const outcome = Array.isArray(answered) ? answered[0] : undefined;
    if (outcome && 'answer' in outcome) {
      const { data, errors } = outcome.answer;
      const connection = data?.pusher as Connection | null | undefined;
      if (connection?.key) return connection;
      if (query === connectionQuery && unknownPath.test(String(errors?.[0]?.extensions?.code))) {
        query = connectionQueryBeforePath;
        continue;
      }
      throw errors ?? new Error('The GraphQL server does not tell how to reach Pusher.');
    }
    if (outcome?.isFinal || retries >= retry.retryAttempts) throw outcome?.failure;
    await waitForNextTry(retry, retries, outcome?.retryAfter);
  }
}

/** Codes of a gateway of an earlier version, which has no `path`, or accepts only the query that it knows. */
const unknownPath = /_VALIDATION_|^PERSISTED_/;

/** What pusher-js needs to know to reach what the server names. */
function pusherOptionsOf({ cluster, host, port, useTLS, path }: Connection): PusherOptions {
  return {
    // Required, even where a host makes it meaningless.
    cluster: cluster ?? '',
    forceTLS: useTLS,
    enableStats: false,
    // Where a proxy blocks WebSockets, pusher-js falls back to HTTP at the same address.
    ...(host && { wsHost: host, httpHost: host }),
    ...(port && { wsPort: port, wssPort: port, httpPort: port, httpsPort: port }),
    ...(path && { wsPath: path, httpPath: path }),
  };
}
