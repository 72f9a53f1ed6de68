import { type Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Store } from '../../core/index.ts';
import { randomId, type StoreOptions } from '../store-options.ts';
import { connectionOptions, createConnection, endConnection, type RedisClient } from './connection.ts';
import { createGenerations } from './generations.ts';
import { keysUnder } from './keys.ts';
import { createLogs } from './logs.ts';
import { createMailboxes } from './mailboxes.ts';
import { createRateCounters } from './rate-counters.ts';
import { createRegistrations } from './registrations.ts';
import { createSubscriber } from './subscriber.ts';

export interface RedisStoreOptions extends StoreOptions {
  /**
   * `redis://…` or `rediss://…`, ioredis options, or an ioredis `Redis` or `Cluster` of your own. Your own is used as it
   * is (we recommend `enableAutoPipelining: true`) and stays open when the store is closed.
   */
  readonly redis: string | RedisOptions | Redis | Cluster;
  /** Begins every key and pub/sub channel, so that several gateways may share a Redis. Default: `graphql-pusher`. */
  readonly prefix?: string;
  /** How long a call may take before it fails as `STORE_UNAVAILABLE`, in ms. Default: 2,000. */
  readonly timeout?: number;
  /** @internal Replaces Redis's clock, in ms since 1970: for tests in which time stands still. */
  readonly internal?: { readonly now?: () => number };
}

/**
 * Keeps everything in Redis 6.2 or newer, one or a cluster, for any number of processes. Connects by itself, and again
 * after an outage; while it lasts every call rejects with `GatewayError('STORE_UNAVAILABLE')` within the timeout.
 * Leases and lifetimes run by Redis's clock, so processes may disagree on the time.
 *
 * As durable as Redis is set to be: `appendonly yes` survives the death of Redis, `appendfsync always` that of the
 * machine. Use `maxmemory-policy noeviction`: under another policy Redis drops what was promised to be kept.
 *
 * @example
 * const store = createRedisStore(process.env.REDIS_URL ?? 'redis://127.0.0.1:6379');
 */
export function createRedisStore(options: string | Redis | Cluster | RedisStoreOptions): Store {
  const {
    redis,
    prefix = 'graphql-pusher',
    timeout = 2_000,
    newId = randomId,
    internal = {},
  } = typeof options === 'string' || isClient(options) ? { redis: options } : options;
  const client = isClient(redis) ? redis : connect(redis, timeout);
  const connection = createConnection(client, { timeout, now: internal.now });
  const keys = keysUnder(prefix);
  const subscriber = createSubscriber(connection, {
    // A cluster keeps a connection of its own for subscribing; a single one needs a second.
    open: () => (isCluster(client) ? client : client.duplicate(subscriberOptions)),
    end: async (opened, channels) => {
      if (opened !== client) await endConnection(opened, timeout);
      else if (channels.length > 0) await opened.unsubscribe(...channels);
    },
  });

  return {
    registrations: createRegistrations(connection, keys, newId),
    mailboxes: createMailboxes(connection, keys, newId),
    logs: createLogs(connection, keys, newId, subscriber),
    generations: createGenerations(connection, keys, newId),
    rateCounters: createRateCounters(client, prefix),
    ready: async () => {
      await connection.attempt(() => client.ping());
    },
    close: async () => {
      await subscriber.close();
      connection.close();
      if (client !== redis) await endConnection(client, timeout);
    },
  };
}

/** Subscriptions wait for the connection, and are made again with each new one. */
const subscriberOptions = {
  enableAutoPipelining: false,
  enableOfflineQueue: true,
  autoResubscribe: true,
  maxRetriesPerRequest: null,
} satisfies RedisOptions;

function connect(redis: string | RedisOptions, timeout: number): Redis {
  const options = { ...connectionOptions(timeout), replyMapping: 'legacy' } as const;
  return typeof redis === 'string'
    ? new Redis(redis, options)
    : new Redis({ ...options, ...redis, replyMapping: 'legacy' });
}

/** By its shape, since an application may have a copy of ioredis of its own. */
function isClient(value: object | string): value is RedisClient {
  return typeof value === 'object' && 'defineCommand' in value && typeof value.defineCommand === 'function';
}

function isCluster(client: RedisClient): client is Cluster {
  return 'isCluster' in client && client.isCluster === true;
}
