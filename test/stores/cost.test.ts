import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/store.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { entryOf, eventOf, generous, minute, operationOn } from '../contracts/store/harness.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis('--appendonly', 'no');
});
afterAll(() => server.stop());

const room = operationOn('room');

/** The median of all steps that the store takes for one published event, in ms. */
async function costOfPublishing(store: Store, name: string): Promise<number> {
  const times: number[] = [];
  for (let n = 0; n < 60; n++) {
    const id = `${name}-${n}`;
    const start = performance.now();
    await store.mailboxes.append('room', eventOf(id));
    const lease = await store.mailboxes.acquire('room', minute);
    if (!lease) throw new Error('Somebody else has the lease.');
    await store.mailboxes.take(lease, 10, minute);
    await store.registrations.byTopic('room');
    await store.logs.append(lease, [entryOf(room, id)], generous);
    await store.mailboxes.acknowledge(lease, [id]);
    await store.mailboxes.release(lease);
    await store.registrations.byChannel('c');
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[30] ?? Number.NaN;
}

describe.each([
  { name: 'SQLite', open: () => createSqliteStore(':memory:') },
  { name: 'Redis', open: () => createRedisStore(server.url) },
])('publishing on one topic of a $name store', ({ open }) => {
  it('costs the same with thousands of registrations and mailboxes on other topics', async () => {
    const store = open();
    await store.registrations.add(room, { channel: 'c', dialect: 'native' }, minute);
    await costOfPublishing(store, 'warm');
    const before = await costOfPublishing(store, 'before');
    for (let batch = 0; batch < 6; batch++) {
      await Promise.all(
        Array.from({ length: 1_000 }, async (_, n) => {
          const topic = `t${batch}-${n}`;
          await store.registrations.add(operationOn(topic), { channel: topic, dialect: 'native' }, minute);
          await store.mailboxes.append(topic, { id: 'e', body: '1' });
        }),
      );
    }
    const after = await costOfPublishing(store, 'after');
    await store.close();
    // A single step that walks through all of them would cost many times as much.
    expect(after).toBeLessThan(before * 3 + 1);
  });
});
