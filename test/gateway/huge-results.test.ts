import { afterEach, describe, expect, it } from 'vitest';
import { GatewayError, type GatewayOptions, type Store } from '../../src/index.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { said(roomId: ID!): Said! @channel(name: "room-{roomId}") }
  type Said { number: Int! text: String! }
`;
/** The most that operationLimits allow, with `number`. */
const aliases = Array.from({ length: 29 }, (_, index) => `a${index}: text`).join(' ');
const text = 'x'.repeat(10_000);
const bytesOfResult = 29 * text.length;
const mebibyte = 1024 * 1024;

describe('results that are large together', () => {
  let stack: Stack;
  let redis: RedisServer | undefined;
  afterEach(async () => {
    await stack.close();
    await redis?.stop();
    redis = undefined;
  });

  const stores: Record<string, () => Promise<Store>> = {
    SQLite: async () => createSqliteStore(':memory:'),
    async Redis() {
      redis = await startRedis();
      return createRedisStore(redis.url);
    },
  };

  const subscribe = async (operations: number): Promise<void> => {
    const token = await tokenFor('ada');
    for (let index = 0; index < operations; index++) {
      const query = `subscription { said(roomId: "1") { ${aliases} n${index}: number } }`;
      await stack.grant('1.2', { query, token });
    }
  };
  const publish = (number: number, what = text) =>
    stack.gateway.publish('said', { roomId: '1' }, { number, text: what });
  const start = (options: Partial<GatewayOptions>) =>
    startStack({
      typeDefs,
      rateLimits: false,
      operationLimits: false,
      lifetimes: { publishTimeout: 60_000 },
      retention: { results: 10, milliseconds: 60_000 },
      ...options,
    });

  it.each(Object.keys(stores))('are numbered in portions (%s)', async (name) => {
    const store = (await stores[name]?.()) as Store;
    const portions: number[] = [];
    stack = await start({
      store: {
        ...store,
        logs: {
          ...store.logs,
          append(lease, entries, retention) {
            portions.push(entries.reduce((sum, { body }) => sum + body.length, 0));
            return store.logs.append(lease, entries, retention);
          },
        },
      },
    });
    const [operations, events] = [16, 5];
    await subscribe(operations);
    const numbers = Array.from({ length: events }, (_, number) => number);
    const published = await Promise.all(numbers.map((number) => publish(number)));
    expect(published.map(({ status }) => status)).toEqual(numbers.map(() => 'sent'));
    const total = portions.reduce((sum, bytes) => sum + bytes, 0);
    expect(total).toBeGreaterThan(operations * events * bytesOfResult);
    expect(Math.max(...portions)).toBeLessThanOrEqual(mebibyte);
    expect(stack.errors).toEqual([]);
  });

  it.each(Object.keys(stores))('get through a store that is too slow for them (%s)', async (name) => {
    const store = (await stores[name]?.()) as Store;
    const failures = { append: 0, read: 0 };
    const tooSlow = () => new GatewayError('STORE_UNAVAILABLE', 'The store is unavailable. Retry later.');
    stack = await start({
      store: {
        ...store,
        logs: {
          ...store.logs,
          async append(lease, entries, retention) {
            if (entries.length <= 2) return store.logs.append(lease, entries, retention);
            failures.append++;
            throw tooSlow();
          },
        },
        mailboxes: {
          ...store.mailboxes,
          async acquire(topic, ttl, limit) {
            if (limit <= 3) return store.mailboxes.acquire(topic, ttl, limit);
            failures.read++;
            throw tooSlow();
          },
          async take(lease, limit, ttl) {
            if (limit <= 3) return store.mailboxes.take(lease, limit, ttl);
            failures.read++;
            throw tooSlow();
          },
        },
      },
    });
    await subscribe(12);
    const numbers = Array.from({ length: 10 }, (_, number) => number);
    await Promise.all(numbers.map((number) => publish(number, 'small')));
    let sweeps = 0;
    while ((await store.mailboxes.depth('said:room-1')) > 0) {
      expect(sweeps++).toBeLessThan(10);
      await stack.gateway.sweep();
    }
    expect(failures.append).toBeGreaterThan(0);
    expect(failures.read).toBeGreaterThan(0);
    const { missed } = await stack.grant('1.2', {
      query: `subscription { said(roomId: "1") { ${aliases} n0: number } }`,
      token: await tokenFor('ada'),
      extensions: { pusher: { position: await positionOf() } },
    });
    const received = missed?.map(({ result }) => (result.data?.said as { n0: number } | undefined)?.n0);
    expect(received).toEqual(numbers);
  });

  /** Before the first result. */
  async function positionOf() {
    const { position } = await stack.grant('1.2', {
      query: `subscription { said(roomId: "1") { ${aliases} n0: number } }`,
      token: await tokenFor('ada'),
    });
    return { ...position, offset: 0 };
  }

  it('end as an error of their operation where one of them is too large', async () => {
    stack = await start({ maxResultBytes: 100_000 });
    await subscribe(1);
    const query = 'subscription { said(roomId: "1") { number text } }';
    const token = await tokenFor('ada');
    const { position } = await stack.grant('1.2', { query, token });
    await publish(1);
    const fine = await stack.grant('1.2', { query, token, extensions: { pusher: { position } } });
    expect(fine.missed?.[0]?.result).toEqual({ data: { said: { number: 1, text } } });
    const large = await stack.grant('1.2', {
      query: `subscription { said(roomId: "1") { ${aliases} n0: number } }`,
      token,
      extensions: { pusher: { position: await positionOf() } },
    });
    expect(large.missed?.[0]?.result).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'RESULT_TOO_LARGE' } }],
    });
  });

  it('are not had from an event that is too large, which is rejected', async () => {
    stack = await start({ maxEventBytes: 20_000 });
    await expect(publish(1, 'x'.repeat(20_000))).rejects.toMatchObject({
      code: 'BAD_USER_INPUT',
      message: expect.stringContaining('more than the 20000'),
    });
    expect((await publish(2)).status).toBe('sent');
    await expect(start({ maxResultBytes: Number.POSITIVE_INFINITY })).rejects.toThrow(/maxResultBytes/);
  });
});
