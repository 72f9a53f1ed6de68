/** `graphql-pusher/redis`: the store for several gateways. Needs `ioredis`. */
import '../../protocol/node-version.ts';

export { createRedisStore, type RedisStoreOptions } from './create-redis-store.ts';
