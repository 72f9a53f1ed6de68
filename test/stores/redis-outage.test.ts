import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../../src/core/ports/store.ts';
import { createRedisStore, type RedisStoreOptions } from '../../src/stores/redis/index.ts';
import { beginTopic, eventOf, minute, operationOn } from '../contracts/store/harness.ts';
import { signal } from '../contracts/store/logs.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

let server: RedisServer;
let stores: Store[] = [];
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.stop());
afterEach(async () => {
  await Promise.all(stores.map((store) => store.close()));
  stores = [];
});

const open = (options: Partial<RedisStoreOptions> = {}): Store => {
  const store = createRedisStore({ redis: server.url, ...options });
  stores.push(store);
  return store;
};
const unavailable = { name: 'GatewayError', code: 'STORE_UNAVAILABLE', status: 503 };

/** How long a promise takes to reject, in ms. */
async function timeToReject(promise: Promise<unknown>): Promise<number> {
  const start = performance.now();
  await expect(promise).rejects.toMatchObject(unavailable);
  return performance.now() - start;
}

describe('a Redis store, when Redis', () => {
  it('is away, fails within two seconds, tells why, and recovers by itself with everything in it', async () => {
    const store = open();
    await store.mailboxes.append('kept', eventOf('e1'));
    await server.kill();
    const [time] = await Promise.all([
      timeToReject(store.mailboxes.append('kept', eventOf('e2'))),
      expect(store.ready()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } }),
    ]);
    expect(time).toBeLessThan(2_500);
    await server.restart();
    await store.ready();
    expect(await store.mailboxes.depth('kept')).toBe(1);
  });

  it('was away before the first call, fails the same way and connects later', async () => {
    await server.kill();
    const store = open({ timeout: 200 });
    expect(await timeToReject(store.ready())).toBeLessThan(700);
    await server.restart();
    await expect.poll(() => store.ready()).toBeUndefined();
  });

  it('freezes, and dies with calls under way, answers again when it is back', async () => {
    const store = open({ timeout: 300 });
    await store.ready();
    server.freeze();
    const underWay = Array.from({ length: 5 }, (_, n) => store.mailboxes.append('frozen', eventOf(`f${n}`)));
    await Promise.all(underWay.map((each) => expect(each).rejects.toMatchObject(unavailable)));
    // Some are sent by now, and will never be answered.
    const sent = timeToReject(store.mailboxes.append('frozen', eventOf('sent')));
    await server.kill();
    await sent;
    await server.restart();
    await expect.poll(() => store.ready(), { timeout: 5_000 }).toBeUndefined();
    await store.mailboxes.append('frozen', eventOf('after'));
    expect(await store.mailboxes.depth('frozen')).toBeGreaterThan(0);
  });

  it('restarts within the timeout, fails nothing at all', async () => {
    const store = open({ timeout: 10_000 });
    await store.ready();
    await server.kill();
    const appended = Array.from({ length: 20 }, (_, n) =>
      store.mailboxes.append('patient', eventOf(`e${n}`)),
    );
    await server.restart();
    await Promise.all(appended);
    expect(await store.mailboxes.depth('patient')).toBe(20);
  });

  it('takes packets and answers none, fails within the timeout', async () => {
    const store = open({ timeout: 300 });
    await store.ready();
    server.freeze();
    expect(await timeToReject(store.registrations.byTopic('t'))).toBeLessThan(800);
    server.thaw();
    await expect.poll(() => store.registrations.byTopic('t')).toEqual([]);
  });

  it('comes back, wakes who follows, since something may have been missed', async () => {
    const store = open();
    const room = operationOn('followed');
    await beginTopic(store, room.topic);
    await store.registrations.add(room, { channel: 'c', dialect: 'sse' }, minute);
    const heard = signal();
    const leave = await store.logs.follow(room, heard.listener);
    await server.restart();
    await heard.next();
    await leave();
  });

  it('refuses a write, tells what it said', async () => {
    const admin = new Redis(server.url);
    const store = open();
    await admin.config('SET', 'maxmemory', '1');
    const append = store.mailboxes.append('t', eventOf('e'));
    await expect(append).rejects.toMatchObject({
      ...unavailable,
      cause: { message: expect.stringContaining('OOM') },
    });
    await admin.config('SET', 'maxmemory', '0');
    await store.mailboxes.append('t', eventOf('e'));
    admin.disconnect();
  });

  it("is reached over the application's own connection, leaves that open", async () => {
    const redis = new Redis(server.url);
    const store = createRedisStore(redis);
    await store.ready();
    await store.close();
    expect(await redis.ping()).toBe('PONG');
    redis.disconnect();
  });
});
