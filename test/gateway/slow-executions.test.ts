import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayOptions, Tracing } from '../../src/index.ts';
import { createMetrics } from '../../src/observability/metrics/index.ts';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { said(roomId: ID!, filter: String): Said! @channel(name: "room-{roomId}") }
  type Said { number: Int! hangs: String slow(ms: Int!): Int early: Int held: Int publishes(to: ID!): String }
`;
interface Said {
  number: number;
}
interface Publishing {
  publish: Stack['gateway']['publish'];
}
const executionTimeout = 400;
const never = (): Promise<never> => new Promise(() => undefined);

describe('an execution that is slow or never settles', () => {
  let stack: Stack;
  let isClosed = false;
  /** What `held` waits for at its first event. */
  let held = Promise.withResolvers<void>();
  afterEach(async () => {
    if (!isClosed) await stack.close();
    isClosed = false;
  });

  async function start(options: Partial<GatewayOptions> = {}): Promise<void> {
    held = Promise.withResolvers();
    stack = await startStack({
      typeDefs,
      executionTimeout,
      ...options,
      resolvers: {
        Subscription: {
          said: {
            filter: (_event: Said, { filter }: { filter?: string }) => (filter === 'hangs' ? never() : true),
          },
        },
        Said: {
          hangs: never,
          slow: async ({ number }: Said, { ms }: { ms: number }) => {
            await pause(ms);
            return number;
          },
          // Later events overtake earlier ones.
          early: async ({ number }: Said) => {
            await pause(200 - 15 * number);
            return number;
          },
          held: async ({ number }: Said) => {
            if (number === 1) await held.promise;
            return number;
          },
          publishes: async ({ number }: Said, { to }: { to: string }, { publish }: Publishing) =>
            number < 100 ? (await publish('said', { roomId: to }, { number: number + 100 })).status : 'end',
        },
      },
    });
  }

  async function subscriber(selection: string, roomId = '1', args = '') {
    let auth = { auth: '' };
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, auth),
      },
    });
    const query = `subscription { said(roomId: "${roomId}"${args}) { ${selection} } }`;
    const grant = await stack.grant(socketId, { query, token: await tokenFor('ada') });
    auth = { auth: grant.auth };
    const results = collect(pusher.subscribe(grant.channel), grant.event);
    await results.joined;
    return { ...results, channel: grant.channel };
  }

  const publish = (number: number, roomId = '1') => stack.gateway.publish('said', { roomId }, { number });
  const timeoutError = {
    data: null,
    errors: [
      { message: expect.stringContaining('Subscription.said'), extensions: { code: 'EXECUTION_TIMEOUT' } },
    ],
  };

  it.each([
    ['resolver', 'hangs', ''],
    ['slow resolver', 'slow(ms: 60000)', ''],
    ['filter', 'number', ', filter: "hangs"'],
  ])(
    'ends as its own operation error, and others do not wait for it (%s)',
    async (_what, selection, args) => {
      await start();
      const honest = await subscriber('number');
      const hanging = await subscriber(selection, '1', args);
      const numbers = Array.from({ length: 25 }, (_, index) => index + 1);
      const published = Promise.all(numbers.map((number) => publish(number)));
      const began = performance.now();
      const first = await honest.next();
      // The error of the same event comes at the end of its time.
      expect(hanging.messages).toEqual([]);
      const rest = await Promise.all(numbers.slice(1).map(() => honest.next()));
      expect([first, ...rest].map(({ offset, result }) => [offset, result.data.said.number])).toEqual(
        numbers.map((number) => [number, number]),
      );
      const elapsed = performance.now() - began;
      for (const number of numbers)
        expect(await hanging.next()).toMatchObject({ offset: number, result: timeoutError });
      expect((await published).map(({ status }) => status)).toEqual(numbers.map(() => 'sent'));
      // Three batches: the time is halved for an operation that hangs.
      expect(elapsed).toBeLessThan(4 * executionTimeout);
      expect(stack.errors.map((error) => (error as Error).message)[0]).toMatch(
        /^Subscription\.said was not executed within 400 ms\./,
      );
    },
  );

  it('keeps the order of an operation whose executions overtake each other', async () => {
    await start({ executionTimeout: 5_000 });
    const slow = await subscriber('number early');
    const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
    await Promise.all(numbers.map((number) => publish(number)));
    const results = await Promise.all(numbers.map(() => slow.next()));
    expect(results.map(({ result }) => result.data.said.early)).toEqual(numbers);
  });

  it('has its full time again once it ends by itself', async () => {
    await start();
    const late = await subscriber('held slow(ms: 250)');
    await publish(1);
    expect(await late.next()).toMatchObject({ result: timeoutError });
    held.resolve();
    // While it hangs, the time of the next one is half of this: too short.
    await publish(2);
    expect(await late.next()).toMatchObject({ offset: 2, result: { data: { said: { held: 2 } } } });
  });

  it('that ends without a number does not have the results of others sent again', async () => {
    await start({ executionTimeout: 60_000, lifetimes: { publishTimeout: 60_000 } });
    const honest = await subscriber('number');
    const leaving = await subscriber('held');
    const published = publish(1);
    await honest.next();
    await stack.store.registrations.remove(leaving.channel);
    held.resolve();
    expect((await published).status).toBe('sent');
    const channels = stack.sent.flat().map(({ channel }) => channel);
    expect(channels).toEqual([honest.channel]);
  });

  it('is seen in metrics and in the log, by its field', async () => {
    const executed: unknown[] = [];
    await start({ metrics: createMetrics(), observe: { executed: (happened) => executed.push(happened) } });
    await subscriber('hangs');
    await publish(1);
    expect(executed).toEqual([expect.objectContaining({ field: 'said', timedOut: true, errors: 1 })]);
    const response = await stack.gateway.fetch(new Request('http://gateway.test/metrics'));
    expect(await response.text()).toMatch(
      /graphql_pusher_executions_total\{field="said",outcome="timeout"\} 1/,
    );
  });

  it.each<[string, Partial<GatewayOptions>]>([
    ['context', { context: ({ request }) => (request ? {} : never()) }],
    ['tracing hook that runs the work', { tracing: tracingOf(async (work) => work().then(never)) }],
    ['tracing hook that throws', { tracing: tracingOf(() => Promise.reject(new Error('no'))) }],
    ['tracing hook that never runs the work', { tracing: tracingOf(never) }],
  ])('does not stop a topic: %s', async (_what, options) => {
    await start(options);
    const honest = await subscriber('number');
    for (const number of [1, 2]) {
      const { status } = await publish(number);
      expect(status).toBe('sent');
      expect((await honest.next()).offset).toBe(number);
    }
  });

  it('does not keep the gateway from being disposed, and its events stay for another', async () => {
    await start({ executionTimeout: 60_000, settleTimeout: 200 });
    await subscriber('hangs');
    const { promise: executing, resolve } = Promise.withResolvers<void>();
    const { store } = stack;
    const honest = await subscriber('number');
    void honest.next().then(() => resolve());
    void publish(1);
    await executing;
    await stack.gateway.settle();
    expect(await store.mailboxes.depth('said:room-1')).toBe(1);
    // The lease was given back.
    expect(await store.mailboxes.acquire('said:room-1', 1_000, 10)).toMatchObject({ events: [{}] });
    const began = performance.now();
    await stack.close();
    isClosed = true;
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('does not wait when it publishes on its own topic', async () => {
    await start({ executionTimeout: 30_000, lifetimes: { publishTimeout: 30_000 } });
    const echo = await subscriber('number publishes(to: "1")');
    expect((await publish(1)).status).toBe('sent');
    expect(await echo.next()).toMatchObject({
      offset: 1,
      result: { data: { said: { number: 1, publishes: 'accepted' } } },
    });
    expect(await echo.next()).toMatchObject({
      offset: 2,
      result: { data: { said: { number: 101, publishes: 'end' } } },
    });
  });

  it('does not wait when two topics publish to each other', async () => {
    await start({ executionTimeout: 30_000, lifetimes: { publishTimeout: 30_000 } });
    const [one, two] = await Promise.all([
      subscriber('number publishes(to: "2")', '1'),
      subscriber('number publishes(to: "1")', '2'),
    ]);
    const published = await Promise.all([publish(1, '1'), publish(2, '2')]);
    expect(published.map(({ status }) => status)).toEqual(['sent', 'sent']);
    const numbersOf = async ({ next }: typeof one) =>
      [await next(), await next()].map(({ result }) => result.data.said.number);
    expect(await numbersOf(one)).toEqual([1, 102]);
    expect(await numbersOf(two)).toEqual([2, 101]);
  });
});

/** A hook of tracing around work, for events that belong to a trace. */
function tracingOf<T>(span: (work: () => Promise<T>) => Promise<T>): Tracing {
  return {
    current: () => '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    span: (_span, work) => span(work as never) as never,
  };
}
