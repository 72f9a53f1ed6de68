import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createRecorder, type Recorder } from './support/recorder.ts';
import type { ScriptedOperation } from './support/scripted-operation.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';
const large = 'x'.repeat(5_000);

describe('large results', () => {
  let world: World;
  let operation: ScriptedOperation;
  let recorder: Recorder;

  async function subscribe(holdBackMilliseconds = 10_000): Promise<void> {
    const pusher = world.createPusher();
    operation = world.gateway.operation(query);
    recorder = createRecorder();
    world.createClient({ pusher, holdBackMilliseconds }).subscribe({ query }, recorder);
    await untilJoined(pusher, operation.channel);
  }

  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    vi.unstubAllGlobals();
    await world.close();
  });

  it('are assembled from chunks in any order, some of them repeated', async () => {
    await subscribe();
    const [a, b, c] = operation.chunks(large, 3);
    for (const piece of [c, a, c, b, a]) await operation.send(piece ?? {});
    await operation.publish(2);
    expect(await recorder.untilNumbers(2)).toEqual([large, 2]);
    expect(world.gateway.posts).toHaveLength(1);
  });

  it('keep their order when smaller results overtake them', async () => {
    await subscribe();
    const chunks = operation.chunks(large, 2);
    await operation.publish(2);
    for (const piece of chunks) await operation.send(piece);
    expect(await recorder.untilNumbers(2)).toEqual([large, 2]);
    expect(world.gateway.posts).toHaveLength(1);
  });

  it('are recovered when a chunk is lost', async () => {
    await subscribe(20);
    const [a, , c] = operation.chunks(large, 3);
    for (const piece of [a, c]) await operation.send(piece ?? {});
    expect(await recorder.untilNumbers(1)).toEqual([large]);
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('are recovered at once after a fetch message', async () => {
    await subscribe();
    operation.lose(large);
    await operation.send({ ...operation.position, fetch: true });
    await operation.publish(2);
    expect(await recorder.untilNumbers(2)).toEqual([large, 2]);
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('are recovered at once when the chunks are damaged', async () => {
    await subscribe();
    for (const piece of operation.chunks(large, 2)) {
      await operation.send({ ...piece, chunk: { index: 'chunk' in piece ? 0 : 1, count: 1, data: 'AAAA' } });
    }
    expect(await recorder.untilNumbers(1)).toEqual([large]);
  });

  it('are recovered when the platform cannot decompress', async () => {
    vi.stubGlobal('DecompressionStream', undefined);
    await subscribe();
    for (const piece of operation.chunks(large, 2)) await operation.send(piece);
    expect(await recorder.untilNumbers(1)).toEqual([large]);
    expect(world.gateway.posts).toHaveLength(2);
  });

  it('are recovered when the cached message on joining is only the last chunk', async () => {
    operation = world.gateway.operation(query);
    recorder = createRecorder();
    const release = world.gateway.delayResponses();
    world.createClient({ holdBackMilliseconds: 20 }).subscribe({ query }, recorder);
    await world.gateway.untilPosts(1);
    for (const piece of operation.chunks(large, 2)) await operation.send(piece);
    release();
    expect(await recorder.untilNumbers(1)).toEqual([large]);
  });
});
