import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lostResults } from '../../src/client/index.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { createRecorder } from './support/recorder.ts';
import { rejection } from './support/scripted-gateway.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('sharing', () => {
  let world: World;
  let pusher: Pusher;
  let operation: ScriptedOperation;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
  });
  afterEach(() => world.close());

  it('two subscriptions to one operation each receive every result once', async () => {
    const client = world.createClient({ pusher });
    const recorders = [createRecorder(), createRecorder()];
    for (const recorder of recorders) client.subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    for (const n of [1, 2, 3]) await operation.publish(n);
    for (const recorder of recorders) {
      expect(await recorder.untilNumbers(3)).toEqual([1, 2, 3]);
      expect(recorder.results).toHaveLength(3);
    }
  });

  it('when one subscription ends, the other continues', async () => {
    const client = world.createClient({ pusher });
    const [first, second] = [createRecorder(), createRecorder()];
    const dispose = client.subscribe({ query }, first);
    client.subscribe({ query }, second);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    await second.untilNumbers(1);
    dispose();
    await operation.publish(2);
    expect(await second.untilNumbers(2)).toEqual([1, 2]);
    expect(first.numbers).toEqual([1]);
  });

  it('a late subscription starts at the position of its own grant', async () => {
    const client = world.createClient({ pusher });
    const [first, late] = [createRecorder(), createRecorder()];
    client.subscribe({ query }, first);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    await first.untilNumbers(1);
    client.subscribe({ query }, late);
    await world.gateway.untilPosts(2);
    await operation.publish(2);
    expect(await late.untilNumbers(1)).toEqual([2]);
    expect(await first.untilNumbers(2)).toEqual([1, 2]);
  });

  it('a late subscription receives results that arrive before its grant', async () => {
    const client = world.createClient({ pusher });
    const [first, late] = [createRecorder(), createRecorder()];
    client.subscribe({ query }, first);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    await first.untilNumbers(1);
    const release = world.gateway.delayResponses();
    client.subscribe({ query }, late);
    await world.gateway.untilPosts(2);
    await operation.publish(2);
    await operation.publish(3);
    await first.untilNumbers(3);
    release();
    expect(await late.untilNumbers(2)).toEqual([2, 3]);
    await operation.publish(4);
    expect(await late.untilNumbers(3)).toEqual([2, 3, 4]);
    expect(first.numbers).toEqual([1, 2, 3, 4]);
  });

  it('a late subscription in a new epoch receives no report of an earlier loss', async () => {
    const client = world.createClient({ pusher });
    const [first, late] = [createRecorder(), createRecorder()];
    client.subscribe({ query }, first);
    await untilJoined(pusher, operation.channel);
    operation.reset('e2');
    operation.lose('before');
    client.subscribe({ query }, late);
    await first.until(() => first.results.length === 1);
    await operation.publish(1);
    expect(await late.untilNumbers(1)).toEqual([1]);
    await first.until(() => first.results.length === 2);
    expect(first.results).toEqual([lostResults, { data: { n: 1 } }]);
  });

  it('a rejection ends every subscription to the operation', async () => {
    const client = world.createClient({ pusher });
    const recorders = [createRecorder(), createRecorder()];
    for (const recorder of recorders) client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    world.gateway.respondNext(() => ({ body: rejection('UNAUTHENTICATED') }));
    pusher.disconnect();
    pusher.connect();
    for (const recorder of recorders) {
      expect(await recorder.untilError()).toEqual(rejection('UNAUTHENTICATED').errors);
    }
  });

  it('a new subscription starts right after the last one has ended', async () => {
    const client = world.createClient({ pusher });
    const recorder = createRecorder();
    for (let count = 0; count < 3; count++) client.subscribe({ query }, createRecorder())();
    client.subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    expect(world.gateway.posts).toHaveLength(1);
  });

  it('two clients on one Pusher instance do not affect each other', async () => {
    const [one, two] = [world.createClient({ pusher }), world.createClient({ pusher })];
    const [first, second] = [createRecorder(), createRecorder()];
    const dispose = one.subscribe({ query }, first);
    await untilJoined(pusher, operation.channel);
    two.subscribe({ query }, second);
    // The channel is already joined, so the second client recovers once to check for missed results.
    await world.gateway.untilPosts(3);
    await operation.publish(1);
    expect(await first.untilNumbers(1)).toEqual([1]);
    expect(await second.untilNumbers(1)).toEqual([1]);
    pusher.disconnect();
    await operation.publish(2);
    pusher.connect();
    expect(await first.untilNumbers(2)).toEqual([1, 2]);
    expect(await second.untilNumbers(2)).toEqual([1, 2]);
    dispose();
    await operation.publish(3);
    expect(await second.untilNumbers(3)).toEqual([1, 2, 3]);
    pusher.disconnect();
    await operation.publish(4);
    pusher.connect();
    expect(await second.untilNumbers(4)).toEqual([1, 2, 3, 4]);
  });

  it('the second of two clients authorizes the channel when the first ends during the authorization', async () => {
    const [one, two] = [world.createClient({ pusher }), world.createClient({ pusher })];
    const second = createRecorder();
    const dispose = one.subscribe({ query }, createRecorder());
    await untilJoined(pusher, operation.channel);
    two.subscribe({ query }, second);
    await world.gateway.untilPosts(3);
    const release = world.gateway.delayResponses();
    pusher.disconnect();
    pusher.connect();
    await world.gateway.untilPosts(5);
    dispose();
    release();
    await untilJoined(pusher, operation.channel);
    await operation.publish(1);
    expect(await second.untilNumbers(1)).toEqual([1]);
  });
});
