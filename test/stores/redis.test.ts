import { afterAll, beforeAll } from 'vitest';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { storeContract } from '../contracts/store.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

storeContract('Redis', ({ space, now }) => createRedisStore({ redis: server.url, prefix: space, now }));
