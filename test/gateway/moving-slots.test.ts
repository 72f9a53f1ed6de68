import { Cluster } from 'ioredis';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ChannelsServer, createChannelsServer } from '../../src/channels/index.ts';
import { createPusherTransport } from '../../src/index.ts';
import type { Grant, Position } from '../../src/protocol/index.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { type RedisClusterServers, startRedisCluster } from '../support/redis.ts';
import { createSlotMover } from '../support/slot-mover.ts';
import { createRoomGateway } from './support/room-gateway.ts';

const app = { id: '1', key: 'key', secret: 'secret' };
const room = 'a';

let servers: RedisClusterServers;
let channels: ChannelsServer;
let host: string;
let port: number;
beforeAll(async () => {
  servers = await startRedisCluster();
  channels = createChannelsServer({ apps: [app] });
  ({ host, port } = await channels.listen());
});
afterAll(async () => {
  await channels.close();
  await servers.stop();
});

it("loses no result while a topic's slot moves from node to node", { timeout: 120_000 }, async () => {
  const redis = new Cluster([...servers.nodes], { enableAutoPipelining: true });
  const errors: unknown[] = [];
  const gateway = createRoomGateway({
    store: createRedisStore({ redis, timeout: 15_000 }),
    transport: createPusherTransport({
      appId: app.id,
      key: app.key,
      secret: app.secret,
      host,
      port,
      useTLS: false,
    }),
    onError: (error) => errors.push(error),
  });
  const mover = createSlotMover(servers);
  const ask = async (position?: Position): Promise<Grant> => {
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          query: 'subscription ($room: ID!) { said(room: $room) }',
          variables: { room },
          extensions: { pusher: { socketId: '1.1', position } },
        }),
      }),
    );
    return ((await response.json()) as { extensions: { pusher: Grant } }).extensions.pusher;
  };

  const { position: start } = await ask();
  const published: string[] = [];
  const publish = async () => {
    const text = String(published.length);
    published.push(text);
    expect((await gateway.publish('said', { room }, text)).status).toMatch(/sent|accepted/);
  };
  const waiting: Promise<void>[] = [];
  const seen: Grant[] = [];
  await publish();
  const slot = await mover.slotOf('graphql-pusher:{=said:room-a}');
  for (let round = 0; round < 6; round++) {
    await mover.move(slot, async () => {
      // Between two keys, and without waiting for it: it ends when the slot has moved.
      waiting.push(publish());
      waiting.push(ask(start).then((grant) => void seen.push(grant)));
      await redis.ping();
    });
    await Promise.all(waiting.splice(0));
  }

  expect(mover.movedKeys).toBeGreaterThan(6);
  expect(published.length).toBeGreaterThan(12);
  const grant = await ask(start);
  expect(grant.recovered).toBe(true);
  expect(grant.missed?.map(({ result }) => result.data?.said)).toEqual(expect.arrayContaining(published));
  expect(grant.missed?.map(({ offset }) => offset)).toEqual(published.map((_, index) => index + 1));
  // A subscriber who asks while the slot moves has the same numbering.
  for (const { recovered, position } of seen) {
    expect(recovered).toBe(true);
    expect(position.epoch).toBe(start.epoch);
  }
  expect(errors).toEqual([]);
  mover.close();
  await gateway.dispose();
  redis.disconnect();
});
