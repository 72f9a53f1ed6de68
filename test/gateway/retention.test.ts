import { afterEach, describe, expect, it } from 'vitest';
import { createClient, isLostResults } from '../../src/client/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { createRecorder, type Recorder } from '../client/support/recorder.ts';
import { type Stack, startStack } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { n: Int @channel(name: "n", access: PUBLIC) }
`;
const retention = { results: 10, milliseconds: 60_000 };
const linger = 30_000;

describe('a client that was away', () => {
  let stack: Stack;
  let now = 0;
  const cleanups: (() => void | Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  /** A client that has received 1, and then lost its connection. */
  async function startAway() {
    now = Date.now();
    stack = await startStack({
      typeDefs,
      resolvers: { Subscription: { n: { resolve: (event: unknown) => event } } },
      store: createSqliteStore({ location: ':memory:', now: () => now }),
      now: () => now,
      retention,
      lifetimes: { linger },
    });
    cleanups.push(() => stack.close());
    const { pusher } = await stack.connect();
    const client = createClient({
      url: 'http://gateway.test/graphql',
      fetch: (url, init) => stack.gateway.fetch(new Request(url as string, init)),
      pusher,
    });
    cleanups.push(() => client.dispose());
    const gaps: { from: number; to: number }[] = [];
    client.on('gap', ({ from, to }) => gaps.push({ from: from.offset, to: to.offset }));
    const recorder = createRecorder();
    const standing = new Promise<void>((resolve) => {
      client.subscribe({ query: 'subscription { n }' }, { ...sinkOf(recorder), ready: resolve });
    });
    await standing;
    await publish(1);
    await recorder.untilNumbers(1);
    pusher.disconnect();
    return { recorder, gaps, comeBack: () => pusher.connect() };
  }

  async function publish(...numbers: number[]): Promise<void> {
    for (const n of numbers) await stack.gateway.publish('n', {}, n);
  }

  /** What the sink got, in order. */
  const heard = ({ results }: Recorder): unknown[] =>
    results.map((result) => (isLostResults(result) ? 'lost' : result.data?.n));

  const upTo = (last: number): number[] => Array.from({ length: last - 1 }, (_, index) => index + 2);

  it('for as many results as are kept receives them all', async () => {
    const { recorder, gaps, comeBack } = await startAway();
    await publish(...upTo(11));
    comeBack();
    await recorder.until(() => recorder.results.length === 11);
    await publish(12);
    await recorder.until(() => heard(recorder).at(-1) === 12);
    expect(heard(recorder)).toEqual([1, ...upTo(12)]);
    expect(gaps).toEqual([]);
  });

  it('for one more is told so before anything else, and goes on', async () => {
    const { recorder, gaps, comeBack } = await startAway();
    await publish(...upTo(12));
    comeBack();
    await recorder.until(() => recorder.results.length === 2);
    await publish(13);
    await recorder.until(() => heard(recorder).at(-1) === 13);
    expect(heard(recorder)).toEqual([1, 'lost', 13]);
    expect(gaps).toEqual([{ from: 1, to: 12 }]);
  });

  it('for longer than results are kept is told so, however few they are', async () => {
    const { recorder, gaps, comeBack } = await startAway();
    await publish(2);
    now += retention.milliseconds + 1;
    comeBack();
    await recorder.until(() => recorder.results.length === 2);
    expect(heard(recorder)).toEqual([1, 'lost']);
    expect(gaps).toEqual([{ from: 1, to: 2 }]);
  });

  it('for longer than its operation was executed is told so, though nothing may have happened', async () => {
    const { recorder, gaps, comeBack } = await startAway();
    await expect
      .poll(async () => {
        await stack.gateway.reconcile();
        let expiresIn = 0;
        for await (const each of stack.store.registrations.all()) expiresIn = each.expiresIn;
        return expiresIn;
      })
      .toBe(linger);
    now += linger;
    await publish(2);
    comeBack();
    await recorder.until(() => recorder.results.length === 2);
    await publish(3);
    await recorder.until(() => heard(recorder).at(-1) === 3);
    expect(heard(recorder)).toEqual([1, 'lost', 3]);
    expect(gaps).toEqual([{ from: 1, to: 0 }]);
  });
});

/** The recorder's own functions, beside which a test may put others. */
function sinkOf({ next, error, complete }: Recorder) {
  return { next, error, complete };
}
