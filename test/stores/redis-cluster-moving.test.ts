import { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { storeContract } from '../contracts/store.ts';
import { type RedisClusterServers, startRedisCluster } from '../support/redis.ts';
import { createSlotMover, type SlotMover } from '../support/slot-mover.ts';

/** In ms. A call waits until its slot has moved. */
const patient = 30_000;
vi.setConfig({ testTimeout: 60_000 });

let servers: RedisClusterServers;
let redis: Cluster;
let mover: SlotMover;
let moving: { stop(): Promise<void> };
beforeAll(async () => {
  servers = await startRedisCluster();
  redis = new Cluster([...servers.nodes], { enableAutoPipelining: true });
  mover = createSlotMover(servers);
  moving = mover.keepMoving();
});
afterAll(async () => {
  await moving.stop();
  // Otherwise the contract has met no move.
  expect(mover.movedKeys).toBeGreaterThan(100);
  mover.close();
  redis.disconnect();
  await servers.stop();
});

storeContract('Redis Cluster whose slots are moving', ({ space, now }) =>
  createRedisStore({ redis, prefix: space, timeout: patient, internal: { now } }),
);
