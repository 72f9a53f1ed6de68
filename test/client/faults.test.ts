import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRecorder } from './support/recorder.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

const query = 'subscription { n }';

/** A seeded random number generator: mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

describe('with lost, repeated and reordered messages', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(() => world.close());

  it.each([1, 2, 3, 4])('every result arrives in order, once (seed %i)', async (seed) => {
    const random = createRandom(seed);
    const pusher = world.createPusher();
    const client = world.createClient({ pusher, holdBackMilliseconds: 5 });
    const operation = world.gateway.operation(query);
    const recorders = [createRecorder()];
    client.subscribe({ query }, recorders[0] ?? createRecorder());
    await untilJoined(pusher, operation.channel);
    const late: object[] = [];
    const count = 120;
    for (let n = 1; n <= count; n++) {
      const fate = random();
      if (fate < 0.15) operation.lose(n);
      else if (fate < 0.3) late.push(operation.lose(n));
      else if (fate < 0.4) late.push(...operation.chunks(n, 3));
      else {
        const message = operation.lose(n);
        await operation.send(message);
        if (fate < 0.5) await operation.send(message);
      }
      if (late.length > 0 && random() < 0.5) {
        const [message] = late.splice(Math.floor(random() * late.length), 1);
        if (message) await operation.send(message);
      }
      if (random() < 0.05) {
        pusher.disconnect();
        pusher.connect();
      }
      if (random() < 0.05) world.gateway.respondNext(() => (random() < 0.5 ? undefined : { status: 503 }));
      if (n === count / 2) {
        const second = createRecorder();
        recorders.push(second);
        client.subscribe({ query }, second);
      }
    }
    const [first, second] = recorders;
    // Only a recovery finds messages that are lost at the very end.
    pusher.disconnect();
    pusher.connect();
    expect(await first?.untilNumbers(count)).toEqual(Array.from({ length: count }, (_, index) => index + 1));
    expect(first?.results).toHaveLength(count);
    // The second subscription may have been granted only now.
    let last = count;
    do await operation.publish(++last);
    while (second?.results.length === 0);
    for (const each of recorders) await each.until(() => each.numbers.at(-1) === last);
    const numbers = second?.numbers ?? [];
    expect(numbers).toEqual(first?.numbers.slice(-numbers.length));
  });
});
