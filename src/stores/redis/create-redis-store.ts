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
   * `redis://…` or `rediss://…`, ioredis options, or your own ioredis `Redis` or `Cluster`. The store uses your client
   * unchanged (we recommend `enableAutoPipelining: true`) and does not close it.
   */
  readonly redis: string | RedisOptions | Redis | Cluster;
  /**
   * Prefix of every key and pub/sub channel. Gateways that share a Redis need different ones. Default:
   * `graphql-pusher`.
   */
  readonly prefix?: string;
  /** Maximum duration of a call before it rejects with `STORE_UNAVAILABLE`, in ms. Default: 2,000. */
  readonly timeout?: number;
  /** @internal Replaces Redis's clock, in ms since 1970, so that tests can control the time. */
  readonly internal?: { readonly now?: () => number };
}

/**
 * Creates a store in Redis 6.2 or newer (one server or a cluster) for any number of processes. It connects by itself
 * and reconnects after an outage. During an outage, every call rejects with `GatewayError('STORE_UNAVAILABLE')` within
 * the timeout. Leases and lifetimes use Redis's clock, so the clocks of the processes may differ.
 *
 * Durability depends on Redis's configuration: with `appendonly yes` the data survives a crash of Redis, with
 * `appendfsync always` also a crash of the machine. Use `maxmemory-policy noeviction`: with another policy, Redis
 * deletes data that the store must keep.
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
    // A cluster client has its own connection for pub/sub. A single client needs a second connection.
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

/** Subscriptions wait for the connection, and ioredis renews them after a reconnect. */
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

/** Checks the shape instead of the class, because the application may use its own copy of ioredis. */
function isClient(value: object | string): value is RedisClient {
  return typeof value === 'object' && 'defineCommand' in value && typeof value.defineCommand === 'function';
}

function isCluster(client: RedisClient): client is Cluster {
  return 'isCluster' in client && client.isCluster === true;
}
