import { Cluster } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { storeContract } from '../contracts/store.ts';
import { type RedisClusterServers, startRedisCluster } from '../support/redis.ts';

/** In ms. A machine that runs the whole suite may be slow; that is not what these tests are about. */
const patient = 15_000;

let servers: RedisClusterServers;
let redis: Cluster;
beforeAll(async () => {
  servers = await startRedisCluster();
  redis = new Cluster([...servers.nodes], { enableAutoPipelining: true });
});
afterAll(async () => {
  redis.disconnect();
  await servers.stop();
});

// Stores in one space share the connection too, as the stores of an application would.
storeContract('Redis Cluster', ({ space, now }) =>
  createRedisStore({ redis, prefix: space, timeout: patient, internal: { now } }),
);
