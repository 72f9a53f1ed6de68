import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Client } from '../../src/client/index.ts';
import { createRecorder, type Recorder } from './support/recorder.ts';
import { type ReceivedPost, rejection, type ScriptedResponse } from './support/scripted-gateway.ts';
import { startWorld, type World } from './support/world.ts';

const queries = ['a', 'b', 'c', 'd', 'e'].map((name) => `subscription { ${name} }`);

describe('a batch of subscriptions', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  function subscribeAll(client: Client, variables?: (index: number) => Record<string, unknown>): Recorder[] {
    return queries.map((query, index) => {
      const recorder = createRecorder();
      const { promise, resolve } = Promise.withResolvers<void>();
      recorder.ready = resolve;
      granted.set(recorder, promise);
      client.subscribe({ query, ...(variables && { variables: variables(index) }) }, recorder);
      return recorder;
    });
  }
  const granted = new Map<Recorder, Promise<void>>();
  /** Publishes on each operation, and resolves when each subscription has received the result. */
  async function untilServed(recorders: Recorder[]): Promise<void> {
    for (const [index, recorder] of recorders.entries()) {
      await granted.get(recorder);
      await world.gateway.operation(queries[index] ?? '').publish(index);
      expect(await recorder.untilNumbers(1)).toEqual([index]);
    }
  }
  const sizes = (): number[] => world.gateway.posts.map(({ requests }) => requests.length);

  it.each<[string, ScriptedResponse]>([
    ['400 and the error of Apollo Server', { status: 400, body: rejection('BAD_REQUEST') }],
    ['405 without GraphQL', { status: 405, body: 'Method not allowed' }],
    ['500 and the HTML of a framework', { status: 500, body: '<h1>TypeError</h1>' }],
    ['200 and one error', { body: rejection('GRAPHQL_VALIDATION_FAILED') }],
  ])('is split into single requests when the server responds with %s', async (_, response) => {
    world.gateway.respondIf(({ isBatch }) => (isBatch ? response : undefined));
    const recorders = subscribeAll(world.createClient());
    await untilServed(recorders);
    expect(sizes().filter((size) => size === 1)).toHaveLength(queries.length);
  });

  it('is not sent again to a server that rejects batches', async () => {
    const isRefused = ({ isBatch }: ReceivedPost): ScriptedResponse | undefined =>
      isBatch ? { status: 400, body: rejection('BAD_REQUEST') } : undefined;
    world.gateway.respondIf(isRefused);
    const client = world.createClient();
    const first = subscribeAll(client);
    await untilServed(first);
    const before = world.gateway.posts.length;
    const second = queries.map((query) => {
      const recorder = createRecorder();
      client.subscribe({ query, variables: { again: true } }, recorder);
      return recorder;
    });
    await world.gateway.untilPosts(before + queries.length);
    expect(sizes().slice(before)).toEqual(queries.map(() => 1));
    expect(second.flatMap(({ errors }) => errors)).toEqual([]);
  });

  it('is split when it is too large, and only a subscription that is too large on its own fails', async () => {
    const isTooLarge = (post: ReceivedPost): ScriptedResponse | undefined =>
      JSON.stringify(post.requests).length > 2_000
        ? { status: 413, body: rejection('REQUEST_ENTITY_TOO_LARGE') }
        : undefined;
    world.gateway.respondIf(isTooLarge);
    const recorders = subscribeAll(world.createClient(), (index) => ({
      text: 'x'.repeat(index === 2 ? 3_000 : 600),
    }));
    const [large] = recorders.splice(2, 1);
    expect(await large?.untilError()).toEqual(rejection('REQUEST_ENTITY_TOO_LARGE').errors);
    const served = queries.filter((_, index) => index !== 2);
    for (const [index, recorder] of recorders.entries()) {
      await granted.get(recorder);
      await world.gateway.operation(served[index] ?? '').publish(index);
      expect(await recorder.untilNumbers(1)).toEqual([index]);
    }
  });

  it('is not split when the server is unavailable', async () => {
    world.gateway.respondNext(() => ({ status: 503, body: rejection('STORE_UNAVAILABLE') }));
    const recorders = subscribeAll(world.createClient());
    await untilServed(recorders);
    expect(sizes()).toEqual([5, 5]);
  });

  it('is not split when the request is unauthenticated', async () => {
    world.gateway.respondNext(() => ({ status: 401, body: rejection('UNAUTHENTICATED') }));
    const recorders = subscribeAll(world.createClient());
    for (const recorder of recorders) {
      expect(await recorder.untilError()).toEqual(rejection('UNAUTHENTICATED').errors);
    }
    expect(sizes()).toEqual([5]);
  });

  it.each<[string, () => unknown]>([
    ['a BigInt', () => 1n],
    [
      'a value that contains itself',
      () => {
        const circular: Record<string, unknown> = {};
        circular.self = circular;
        return circular;
      },
    ],
    [
      'a value whose toJSON throws',
      () => ({
        toJSON: () => {
          throw new Error('not today');
        },
      }),
    ],
  ])('is sent without the subscription whose variables contain %s', async (_, value) => {
    let waits = 0;
    const retryWait = async (): Promise<void> => void waits++;
    const recorders = subscribeAll(world.createClient({ retryWait }), (index) =>
      index === 1 ? { value: value() } : {},
    );
    expect(await recorders[1]?.untilError()).toBeInstanceOf(TypeError);
    expect(String(recorders[1]?.errors[0])).toContain('Cannot write the subscription as JSON');
    await untilServed(recorders.slice(0, 1));
    expect(await recorders[0]?.untilNumbers(1)).toEqual([0]);
    expect(sizes()).toEqual([4]);
    expect(waits).toBe(0);
  });
});
