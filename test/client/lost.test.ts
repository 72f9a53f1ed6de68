import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Pusher } from '../support/pusher-js.ts';
import { createRecorder } from './support/recorder.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('results that are lost for good', () => {
  let world: World;
  let pusher: Pusher;
  let operation: ScriptedOperation;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher();
    operation = world.gateway.operation(query);
  });
  afterEach(() => world.close());

  /** Loses a result beyond the retention while the client is disconnected, then publishes the number 2. */
  async function lose(): Promise<void> {
    await untilJoined(pusher, operation.channel);
    pusher.disconnect();
    operation.lose(1);
    operation.log.clear();
    pusher.connect();
    await world.gateway.untilPosts(2);
    await untilJoined(pusher, operation.channel);
    await operation.publish(2);
  }

  it('are reported to a sink with `lost`, before the results that follow', async () => {
    const calls: unknown[] = [];
    const recorder = createRecorder();
    world.createClient({ pusher }).subscribe(
      { query },
      {
        ...recorder,
        next: (result) => {
          calls.push(result.data);
          recorder.next(result);
        },
        lost: () => calls.push('lost'),
      },
    );
    await lose();
    await recorder.until(() => recorder.results.length === 1);
    expect(calls).toEqual(['lost', { n: 2 }]);
  });

  it('are reported to `onLost` instead of the sinks, once per channel', async () => {
    const gaps: unknown[] = [];
    const client = world.createClient({ pusher, onLost: (gap) => gaps.push(gap) });
    const recorders = [createRecorder(), createRecorder()];
    for (const recorder of recorders) client.subscribe({ query }, recorder);
    await lose();
    for (const recorder of recorders) expect(await recorder.untilNumbers(1)).toEqual([2]);
    const { channel } = operation;
    expect(gaps).toEqual([{ channel, from: { epoch: 'e1', offset: 0 }, to: { epoch: 'e1', offset: 1 } }]);
  });
});
