import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import {
  allOf,
  beginTopic,
  entryOf,
  eventOf,
  generous,
  minute,
  operationOn,
  renewTopic,
  testGeneration,
} from '../contracts/store/harness.ts';
import { signal } from '../contracts/store/logs.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

let server: RedisServer;
let redis: Redis;
beforeAll(async () => {
  server = await startRedis();
  redis = new Redis(server.url);
});
afterAll(async () => {
  redis.disconnect();
  await server.stop();
});

describe("a Redis store's keys", () => {
  it('all begin with the prefix and all end by themselves', async () => {
    const store = createRedisStore({ redis: server.url, prefix: 'everything' });
    const room = operationOn('t', 'a');
    await beginTopic(store, 't');
    await store.registrations.add(room, { channel: 'c', dialect: 'native' }, minute);
    for (const id of ['e1', 'e2']) await store.mailboxes.append('t', eventOf(id));
    const { lease } = (await store.mailboxes.acquire('t', minute, 0)) ?? {};
    if (!lease) throw new Error('Somebody else has the lease.');
    await store.logs.append(lease, [entryOf(room, 'e1')], generous);
    await store.mailboxes.setAside(lease, 'e2', 'no');
    await beginTopic(store, 'revoked');
    await store.registrations.add(operationOn('revoked'), { channel: 'd', dialect: 'native' }, minute);
    await renewTopic(store, 'revoked');
    await store.close();

    const keys = await redis.keys('*');
    const ttls = await Promise.all(keys.map(async (key) => ({ key, ttl: await redis.pttl(key) })));
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key) => !key.startsWith('everything:'))).toEqual([]);
    expect(ttls.filter(({ ttl }) => ttl <= 0)).toEqual([]);
    expect(ttls.filter(({ ttl, key }) => ttl < minute && !key.endsWith(':ended'))).toEqual([]);
  });

  it('leave nothing of a registration behind after its expiry but what Redis collects by itself', async () => {
    let time = Date.now();
    const store = createRedisStore({ redis: server.url, prefix: 'swept', internal: { now: () => time } });
    for (let n = 0; n < 50; n++) {
      const operation = operationOn(`room-${n}`);
      await beginTopic(store, operation.topic);
      await store.registrations.add(operation, { channel: `c${n}`, dialect: 'native' }, minute);
      await store.registrations.remove(`c${n}`);
    }
    await beginTopic(store, 'room-50');
    await store.registrations.add(operationOn('room-50'), { channel: 'c50', dialect: 'native' }, minute);
    // The indexes lead to a registration for longer than it lives.
    time += 30 * minute;
    expect(await store.registrations.sweep()).toBe(1);
    await store.close();
    const left = (await redis.keys('swept:*')).filter((key) => !key.startsWith('swept:channel:'));
    expect(left.filter((key) => !key.endsWith(':current'))).toEqual([]);
    const ttls = await Promise.all(left.map((key) => redis.pttl(key)));
    expect(ttls.filter((ttl) => ttl <= 0 || ttl > 10 * minute)).toEqual([]);
  });

  it('take a topic off the index of mail when its mailbox is found empty', async () => {
    const store = createRedisStore({ redis: server.url, prefix: 'mail' });
    await store.mailboxes.append('t', eventOf('e'));
    const { lease } = (await store.mailboxes.acquire('t', minute, 0)) ?? {};
    if (!lease) throw new Error('Somebody else has the lease.');
    await store.mailboxes.acknowledge(lease, ['e']);
    expect(await redis.keys('mail:{waiting-*')).toHaveLength(1);
    expect(await allOf(store.mailboxes.waiting())).toEqual([]);
    await store.close();
    expect(await redis.keys('mail:*')).toEqual([]);
  });

  it("go under the prefix of the application's own connection too", async () => {
    const own = new Redis(server.url, { keyPrefix: 'own:' });
    const store = createRedisStore(own);
    const room = operationOn('t', 'a');
    await beginTopic(store, 't');
    await store.registrations.add(room, { channel: 'c', dialect: 'native' }, minute);
    const { lease } = (await store.mailboxes.acquire('t', minute, 0)) ?? {};
    if (!lease) throw new Error('Somebody else has the lease.');
    const heard = signal();
    const leave = await store.logs.follow(room, heard.listener);
    await store.logs.append(lease, [entryOf(room, 'e1')], generous);
    await heard.next();
    await leave();
    await store.close();
    expect(await redis.keys('graphql-pusher:*')).toEqual([]);
    expect((await redis.keys('own:graphql-pusher:*')).length).toBeGreaterThan(3);
    own.disconnect();
  });

  it('refuse a prefix that would break their hash tags', () => {
    expect(() => createRedisStore({ redis: { lazyConnect: true }, prefix: 'a{b}' })).toThrow('prefix');
  });
});

describe('a Redis store, asked again because an answer was lost on its way', () => {
  it('answers the channels of a revoked topic once more', async () => {
    const store = createRedisStore({ redis: server.url, prefix: 'again', newId: () => 'the-same' });
    await beginTopic(store, 't');
    await store.registrations.add(operationOn('t'), { channel: 'c', dialect: 'native' }, minute);
    const renewal = { from: testGeneration, generation: 'g2', successors: [], ttl: minute };
    expect(await store.generations.renew('t', renewal)).toEqual(['c']);
    expect(await store.generations.renew('t', renewal)).toEqual(['c']);
    await store.close();
  });

  it('gives the lease, and its events, to the one who got it', async () => {
    const store = createRedisStore({ redis: server.url, prefix: 'again', newId: () => 'the-same' });
    await store.mailboxes.append('t', eventOf('e'));
    const acquired = await store.mailboxes.acquire('t', minute, 1);
    expect(await store.mailboxes.acquire('t', minute, 1)).toEqual(acquired);
    await store.close();
  });

  it('says once more that the lease was given back', async () => {
    const store = createRedisStore({ redis: server.url, prefix: 'again-free' });
    await store.mailboxes.append('t', eventOf('e'));
    const { lease } = (await store.mailboxes.acquire('t', minute, 1)) ?? {};
    if (!lease) throw new Error('Somebody else has the lease.');
    expect(await store.mailboxes.acknowledge(lease, ['e'])).toBe('free');
    expect(await store.mailboxes.acknowledge(lease, ['e'])).toBe('free');
    await store.close();
  });
});
