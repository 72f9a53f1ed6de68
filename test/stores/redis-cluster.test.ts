import { Cluster } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { storeContract } from '../contracts/store.ts';
import { type RedisClusterServers, startRedisCluster } from '../support/redis.ts';

let servers: RedisClusterServers;
const clusters: Cluster[] = [];
beforeAll(async () => {
  servers = await startRedisCluster();
});
afterAll(async () => {
  for (const cluster of clusters) cluster.disconnect();
  await servers.stop();
});

storeContract('Redis Cluster', ({ space, now }) => {
  const redis = new Cluster([...servers.nodes], { enableAutoPipelining: true });
  clusters.push(redis);
  return createRedisStore({ redis, prefix: space, now });
});
