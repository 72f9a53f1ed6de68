/** Creates a Pusher instance from the settings that the gateway returns. */

import { type Connection, connectionQuery, connectionQueryBeforePath } from '../protocol/index.ts';
import type { ClientOptions } from './client-options.ts';
import type { Post } from './http/index.ts';
import type { PusherConstructor, PusherInstance, PusherOptions } from './pusher/index.ts';
import { type Retry, waitForNextTry } from './retry.ts';

/** Rejects with the server's errors, or when pusher-js is not installed. */
export async function createOwnPusher(
  options: ClientOptions,
  post: Post,
  retry: Retry,
): Promise<PusherInstance> {
  const [connection, Pusher] = await Promise.all([
    fetchConnection(post, retry),
    options.Pusher ?? importPusher(),
  ]);
  return new Pusher(connection.key, { ...pusherOptionsOf(connection), ...options.pusherOptions });
}

async function importPusher(): Promise<PusherConstructor> {
  // A dynamic import: applications with their own instance do not bundle pusher-js twice.
  // The default export is the class. The types of pusher-js declare one more level.
  const { default: Pusher }: { default: unknown } = await import('pusher-js');
  return Pusher as PusherConstructor;
}

async function fetchConnection(post: Post, retry: Retry): Promise<Connection> {
  let query = connectionQuery;
  for (let retries = 0; ; retries++) {
    const outcomes = await post([JSON.stringify({ query })]);
    const outcome = Array.isArray(outcomes) ? outcomes[0] : undefined;
    if (outcome && 'response' in outcome) {
      const { data, errors } = outcome.response;
      const connection = data?.pusher as Connection | null | undefined;
      if (connection?.key) return connection;
      if (query === connectionQuery && unknownPath.test(String(errors?.[0]?.extensions?.code))) {
        query = connectionQueryBeforePath;
        continue;
      }
      throw errors ?? new Error('The server returned no Pusher connection. Set `pusher`.');
    }
    if (outcome?.isFinal || retries >= retry.retryAttempts) throw outcome?.failure;
    await waitForNextTry(retry, retries, outcome?.retryAfter);
  }
}

/** Error codes of an earlier gateway, which has no `path`, or accepts only the query without it. */
const unknownPath = /_VALIDATION_|^PERSISTED_/;

/** Returns the pusher-js options for the server's connection settings. */
function pusherOptionsOf({ cluster, host, port, useTLS, path }: Connection): PusherOptions {
  return {
    // pusher-js requires it, even with a host.
    cluster: cluster ?? '',
    forceTLS: useTLS,
    enableStats: false,
    // If a proxy blocks WebSockets, pusher-js falls back to HTTP at the same address.
    ...(host && { wsHost: host, httpHost: host }),
    ...(port && { wsPort: port, wssPort: port, httpPort: port, httpsPort: port }),
    ...(path && { wsPath: path, httpPath: path }),
  };
}
