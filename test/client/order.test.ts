import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lostResults } from '../../src/client/index.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { createRecorder, type Recorder } from './support/recorder.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('order', () => {
  let world: World;
  let operation: ScriptedOperation;
  let recorder: Recorder;
  let pusher: Pusher;

  /** Starts a subscription, and resolves when it has joined its channel. */
  async function subscribe(holdBackMilliseconds = 20): Promise<void> {
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
    recorder = createRecorder();
    const client = world.createClient({ pusher, holdBackMilliseconds });
    client.on('gap', (gap) => gaps.push(gap));
    client.on('recovered', (recovery) => recoveries.push(recovery));
    client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
  }
  let gaps: unknown[];
  let recoveries: unknown[];
  const positionsAsked = (): unknown[] =>
    world.gateway.posts.map(({ requests }) => requests[0]?.extensions?.pusher?.position);

  beforeEach(async () => {
    world = await startWorld();
    gaps = [];
    recoveries = [];
  });
  afterEach(() => world.close());

  it('drops repeated messages', async () => {
    await subscribe();
    const message = operation.lose(1);
    await operation.send(message);
    await operation.send(message);
    await operation.publish(2);
    await operation.send(message);
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
    expect(recorder.results).toHaveLength(3);
  });

  it('buffers early messages without a recovery', async () => {
    await subscribe(10_000);
    const [one, two, three] = [1, 2, 3].map((n) => operation.lose(n));
    for (const message of [three, two, one]) await operation.send(message ?? {});
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
    expect(world.gateway.posts).toHaveLength(1);
  });

  it('recovers when a gap remains after a moment', async () => {
    await subscribe();
    await operation.publish(1);
    operation.lose(2);
    operation.lose(3);
    await operation.publish(4);
    expect(await recorder.untilNumbers(4)).toEqual([1, 2, 3, 4]);
    await operation.publish(5);
    expect(await recorder.untilNumbers(5)).toEqual([1, 2, 3, 4, 5]);
    expect(positionsAsked()).toEqual([undefined, { epoch: 'e1', offset: 1 }]);
    expect(recoveries).toEqual([
      { channel: operation.channel, from: { epoch: 'e1', offset: 1 }, to: { epoch: 'e1', offset: 4 } },
    ]);
    expect(gaps).toEqual([]);
  });

  it('keeps messages that arrive during a recovery', async () => {
    await subscribe();
    operation.lose(1);
    await operation.publish(2);
    const release = world.gateway.delayResponses();
    await world.gateway.untilPosts(2);
    await operation.publish(3);
    await operation.publish(4);
    release();
    expect(await recorder.untilNumbers(4)).toEqual([1, 2, 3, 4]);
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('delivers at once when the missing message arrives during the recovery', async () => {
    await subscribe();
    const one = operation.lose(1);
    await operation.publish(2);
    const release = world.gateway.delayResponses();
    await world.gateway.untilPosts(2);
    await operation.send(one);
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    release();
    await operation.publish(3);
    expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
    expect(gaps).toEqual([]);
  });

  it('reports lost results to the application, and continues', async () => {
    await subscribe();
    await operation.publish(1);
    operation.lose(2);
    operation.log.delete(2);
    await operation.publish(3);
    await recorder.until(() => recorder.results.length === 2);
    await operation.publish(4);
    await recorder.until(() => recorder.results.length === 3);
    expect(recorder.results).toEqual([{ data: { n: 1 } }, lostResults, { data: { n: 4 } }]);
    expect(gaps).toEqual([
      { channel: operation.channel, from: { epoch: 'e1', offset: 1 }, to: { epoch: 'e1', offset: 3 } },
    ]);
    expect(recoveries).toEqual([]);
  });

  it('recovers at once in another epoch, and continues from its position', async () => {
    await subscribe(10_000);
    await operation.publish(1);
    operation.reset('e2');
    await operation.publish('lost');
    await recorder.until(() => recorder.results.length === 2);
    await operation.publish(2);
    await recorder.until(() => recorder.results.length === 3);
    expect(recorder.results).toEqual([{ data: { n: 1 } }, lostResults, { data: { n: 2 } }]);
    expect(positionsAsked()).toEqual([undefined, { epoch: 'e1', offset: 1 }]);
  });

  it('keeps messages of a new epoch that arrive during the recovery', async () => {
    await subscribe(10_000);
    operation.reset('e2');
    const release = world.gateway.delayResponses();
    await operation.publish('lost');
    await world.gateway.untilPosts(2);
    await operation.publish(2);
    release();
    await recorder.until(() => recorder.results.length === 2);
    expect(recorder.results).toEqual([lostResults, { data: { n: 2 } }]);
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('drops late messages of an epoch that has ended', async () => {
    await subscribe(10_000);
    const late = operation.lose(1);
    operation.reset('e2');
    await operation.publish('lost');
    await recorder.until(() => recorder.results.length === 1);
    await operation.send(late);
    await operation.publish(2);
    await recorder.until(() => recorder.results.length === 2);
    expect(recorder.numbers).toEqual([undefined, 2]);
    // One request about the late message, and no more.
    await world.gateway.untilPosts(3);
    await operation.publish(3);
    await recorder.until(() => recorder.results.length === 3);
    expect(world.gateway.posts).toHaveLength(3);
  });

  it('recovers again after growing delays when a response does not bring the missing result', async () => {
    await subscribe();
    operation.lose(1);
    const two = operation.lose(2);
    const behind = { epoch: 'e1', offset: 0 };
    for (let count = 0; count < 2; count++) {
      world.gateway.respondNext(({ requests }) => ({
        body: {
          data: null,
          extensions: {
            pusher: {
              ...operation.grant({ socketId: requests[0]?.extensions?.pusher?.socketId ?? '' }),
              position: behind,
              recovered: true,
              missed: [],
            },
          },
        },
      }));
    }
    await operation.send(two);
    expect(await recorder.untilNumbers(2)).toEqual([1, 2]);
    expect(positionsAsked()).toEqual([undefined, behind, behind, behind]);
  });

  it('continues from the position of a store that was rolled back, and reports the loss', async () => {
    await subscribe();
    for (let n = 1; n <= 5; n++) await operation.publish(n);
    await recorder.untilNumbers(5);
    operation.rollBack(2);
    pusher.disconnect();
    pusher.connect();
    await recorder.until(() => recorder.results.length === 6);
    await untilJoined(pusher, operation.channel);
    for (let n = 13; n <= 16; n++) await operation.publish(n);
    expect(await recorder.untilNumbers(10)).toEqual([1, 2, 3, 4, 5, undefined, 13, 14, 15, 16]);
    expect(recorder.results[5]).toEqual(lostResults);
    expect(gaps).toEqual([
      { channel: operation.channel, from: { epoch: 'e1', offset: 5 }, to: { epoch: 'e1', offset: 2 } },
    ]);
  });

  it('recovers once for the last message of an ended epoch, which Pusher replays on joining', async () => {
    operation = world.gateway.operation(query);
    await operation.publish('old');
    operation.reset('e2');
    await subscribe();
    await world.gateway.untilPosts(2);
    for (let n = 1; n <= 30; n++) await operation.publish(n);
    expect(await recorder.untilNumbers(30)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('reports a malformed message, and continues', async () => {
    const client = world.createClient();
    operation = world.gateway.operation(query);
    recorder = createRecorder();
    const failures = createRecorder();
    client.on('error', (error) => failures.error(error));
    client.subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    await operation.send({ hello: 'world' });
    expect(String(await failures.untilError())).toContain('not a graphql-pusher message');
    await operation.publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
  });
});
