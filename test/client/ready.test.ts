import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecorder, type Recorder } from './support/recorder.ts';
import { rejection } from './support/scripted-gateway.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWorld, type World } from './support/world.ts';

const query = 'subscription { n }';

describe('a sink with ready()', () => {
  let world: World;
  let operation: ScriptedOperation;

  beforeEach(async () => {
    world = await startWorld();
    operation = world.gateway.operation(query);
  });
  afterEach(() => world.close());

  /** Records the calls of `ready`; each call runs `onReady`. */
  function createReadyRecorder(onReady: () => void = () => undefined): Recorder & { readies: number } {
    const recorder = Object.assign(createRecorder(), {
      readies: 0,
      ready: () => {
        recorder.readies++;
        onReady();
      },
    });
    return recorder;
  }

  it('is called when the server has granted the subscription, and receives every later event', async () => {
    const recorder = createReadyRecorder(() => void operation.publish(1));
    world.createClient().subscribe({ query }, recorder);
    expect(await recorder.untilNumbers(1)).toEqual([1]);
    expect(recorder.readies).toBe(1);
  });

  it('is called again after a reconnect, when it has received the missed results', async () => {
    const pusher = world.createPusher();
    const calls: unknown[] = [];
    const { promise: isBack, resolve } = Promise.withResolvers<void>();
    const recorder = createReadyRecorder(() => {
      calls.push(`ready after ${recorder.numbers.length}`);
      if (recorder.readies === 1) void operation.publish(1);
      else resolve();
    });
    world.createClient({ pusher }).subscribe({ query }, recorder);
    await recorder.untilNumbers(1);
    pusher.disconnect();
    await operation.publish(2);
    pusher.connect();
    await isBack;
    expect(calls).toEqual(['ready after 0', 'ready after 2']);
  });

  it('is not called when the subscription is rejected', async () => {
    world.gateway.respondNext(() => ({ body: rejection('FORBIDDEN') }));
    const recorder = createReadyRecorder();
    world.createClient().subscribe({ query }, recorder);
    await recorder.untilError();
    expect(recorder.readies).toBe(0);
  });

  it('is called when another subscription has already joined the channel', async () => {
    const client = world.createClient();
    const { promise: first, resolve: firstIsReady } = Promise.withResolvers<void>();
    client.subscribe({ query }, createReadyRecorder(firstIsReady));
    await first;
    const { promise: second, resolve: secondIsReady } = Promise.withResolvers<void>();
    client.subscribe({ query }, createReadyRecorder(secondIsReady));
    await second;
  });
});
