/** `graphql-pusher/redis`: the store for many instances. Needs `ioredis`. */
export { createRedisStore, type RedisStoreOptions } from './create-redis-store.ts';
