/** `graphql-pusher/redis`: the store for many instances. Needs `ioredis`. */
import '../../protocol/node-version.ts';

export { createRedisStore, type RedisStoreOptions } from './create-redis-store.ts';
