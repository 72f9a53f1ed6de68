import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { jitteredBackoff } from '../../src/client/index.ts';
import { createRecorder } from './support/recorder.ts';
import { rejection } from './support/scripted-gateway.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('after a failed request, the client', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it.each([
    ['drops the connection', () => undefined],
    ['responds with 503 and a GraphQL error', () => ({ status: 503, body: rejection('STORE_UNAVAILABLE') })],
    ['responds with 502 and the HTML of a proxy', () => ({ status: 502, body: '<h1>Bad gateway</h1>' })],
    ['responds with 429', () => ({ status: 429, body: rejection('RATE_LIMITED') })],
    ['responds with 200 and a temporary error', () => ({ body: rejection('PUSHER_UNAVAILABLE') })],
  ])('retries when the gateway %s', async (_, respond) => {
    const retries: number[] = [];
    const recorder = createRecorder();
    const retryWait = async (count: number): Promise<void> => void retries.push(count);
    world.gateway.respondNext(respond);
    world.gateway.respondNext(respond);
    world.createClient({ retryWait }).subscribe({ query }, recorder);
    await world.gateway.untilPosts(3);
    await world.gateway.operation(query).publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    expect(retries).toEqual([0, 1]);
  });

  it('does not retry an internal server error, which would repeat', async () => {
    world.gateway.respondNext(() => ({ status: 500, body: rejection('INTERNAL_SERVER_ERROR') }));
    const recorder = createRecorder();
    world.createClient().subscribe({ query }, recorder);
    expect(await recorder.untilError()).toEqual(rejection('INTERNAL_SERVER_ERROR').errors);
    expect(world.gateway.posts).toHaveLength(1);
  });

  it('does not retry before Retry-After', async () => {
    let rejectedAt = 0;
    world.gateway.respondNext(() => {
      rejectedAt = performance.now();
      return { status: 429, headers: { 'retry-after': '1' }, body: rejection('RATE_LIMITED') };
    });
    world.createClient().subscribe({ query }, createRecorder());
    await world.gateway.untilPosts(2);
    expect(performance.now() - rejectedAt).toBeGreaterThan(990);
  });

  it('ends the subscription when all retries have failed', async () => {
    for (let count = 0; count < 3; count++) {
      world.gateway.respondNext(() => ({ status: 503, body: rejection('STORE_UNAVAILABLE') }));
    }
    const recorder = createRecorder();
    world.createClient({ retryAttempts: 2 }).subscribe({ query }, recorder);
    expect(await recorder.untilError()).toEqual(rejection('STORE_UNAVAILABLE').errors);
    expect(world.gateway.posts).toHaveLength(3);
  });

  it('ends the subscription when retryWait rejects', async () => {
    world.gateway.respondNext(() => undefined);
    const failure = new Error('no more waiting');
    const recorder = createRecorder();
    world.createClient({ retryWait: () => Promise.reject(failure) }).subscribe({ query }, recorder);
    expect(await recorder.untilError()).toBe(failure);
  });

  it('ends a joined subscription when the gateway is still unavailable after a reconnect', async () => {
    const pusher = world.createPusher();
    const recorder = createRecorder();
    world.createClient({ pusher, retryAttempts: 1 }).subscribe({ query }, recorder);
    const { channel } = world.gateway.operation(query);
    await untilJoined(pusher, channel);
    for (let count = 0; count < 2; count++) world.gateway.respondNext(() => undefined);
    pusher.disconnect();
    pusher.connect();
    expect(await recorder.untilError()).toBeInstanceOf(TypeError);
    expect(pusher.channel(channel)).toBeUndefined();
  });

  it('retries only the failed requests of a batch', async () => {
    const [one, two] = ['subscription { one }', 'subscription { two }'];
    world.gateway.respondNext(({ requests }) => ({
      body: [
        rejection('STORE_UNAVAILABLE'),
        {
          data: null,
          extensions: {
            pusher: world.gateway
              .operation(two)
              .grant({ socketId: requests[1]?.extensions?.pusher?.socketId ?? '' }),
          },
        },
      ],
    }));
    const client = world.createClient();
    client.subscribe({ query: one }, createRecorder());
    client.subscribe({ query: two }, createRecorder());
    const posts = await world.gateway.untilPosts(2);
    expect(posts[1]?.requests.map((each) => each.query)).toEqual([one]);
  });

  it('does not retry a response without GraphQL', async () => {
    world.gateway.respondNext(() => ({ status: 404, body: 'not here' }));
    const recorder = createRecorder();
    world.createClient().subscribe({ query }, recorder);
    expect(String(await recorder.untilError())).toContain('returned 404');
  });

  it('sends nothing when the headers function throws', async () => {
    const failure = new Error('no token');
    const recorder = createRecorder();
    const headers = (): Promise<never> => Promise.reject(failure);
    world.createClient({ headers }).subscribe({ query }, recorder);
    expect(await recorder.untilError()).toBe(failure);
    expect(world.gateway.posts).toEqual([]);
  });

  it('treats a request as failed after the timeout', async () => {
    const release = world.gateway.delayResponses();
    const recorder = createRecorder();
    world.createClient({ requestTimeout: 20, retryAttempts: 0 }).subscribe({ query }, recorder);
    expect(await recorder.untilError()).toMatchObject({ name: 'TimeoutError' });
    release();
  });

  it('waits longer before each retry, with jitter', async () => {
    vi.useFakeTimers();
    try {
      const waits = async (retries: number, random: number): Promise<number> => {
        const start = Date.now();
        const wait = jitteredBackoff(retries, () => random);
        await vi.runAllTimersAsync();
        await wait;
        return Date.now() - start;
      };
      expect(await waits(0, 0)).toBe(1_000);
      expect(await waits(0, 1)).toBe(500);
      expect(await waits(3, 0)).toBe(8_000);
      expect(await waits(20, 0)).toBe(30_000);
    } finally {
      vi.useRealTimers();
    }
  });
});
