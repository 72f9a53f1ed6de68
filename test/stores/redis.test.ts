import { afterAll, beforeAll } from 'vitest';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { storeContract } from '../contracts/store.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

/** In ms. A machine that runs the whole suite may be slow; that is not what these tests are about. */
const patient = 15_000;

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());

storeContract('Redis', ({ space, now }) =>
  createRedisStore({ redis: server.url, prefix: space, timeout: patient, internal: { now } }),
);
