import { expect, it } from 'vitest';
import {
  entryOf,
  generous,
  type Harness,
  liveChannels,
  minute,
  nextGeneration,
  operationOn,
} from './harness.ts';

export function generationsContract(harness: Harness): void {
  const { subscribe, pass } = harness;
  const room = operationOn('room-1', 'a');

  it("is '0' until the first change, and never again", async () => {
    const { generations } = harness.store;
    const seen = [await generations.current('room-1')];
    for (let round = 0; round < 3; round++) {
      await generations.renew('room-1', nextGeneration());
      seen.push(await generations.current('room-1'));
    }
    expect(seen[0]).toBe('0');
    expect(new Set(seen).size).toBe(4);
    expect(await generations.current('room-2')).toBe('0');
  });

  it('answers the channels that the topic had, each once', async () => {
    await subscribe(room, 'c1');
    await subscribe(operationOn('room-1', 'b'), 'c1');
    await subscribe(room, 'c2');
    await subscribe(room, 'expired', 10);
    await subscribe(operationOn('room-2'), 'c3');
    pass(10);
    expect((await harness.store.generations.renew('room-1', nextGeneration())).sort()).toEqual(['c1', 'c2']);
    expect(await harness.store.generations.renew('room-1', nextGeneration())).toEqual([]);
  });

  it("ends the topic's operations and leaves others", async () => {
    const elsewhere = operationOn('room-2');
    const before = await subscribe(room, 'c1');
    await subscribe(elsewhere, 'c1');
    await harness.store.generations.renew('room-1', nextGeneration());
    expect(await harness.store.registrations.byTopic('room-1')).toEqual([]);
    expect(await harness.store.registrations.byChannel('c1')).toEqual([elsewhere]);
    expect(await liveChannels(harness.store)).toEqual(['c1']);
    expect(await harness.store.logs.since(room, before)).toBeUndefined();
  });

  it('takes no registration of the old generation any more, and one of the new', async () => {
    await subscribe(room, 'c');
    await harness.store.generations.renew('room-1', nextGeneration());
    const channel = { channel: 'c', dialect: 'native' } as const;
    expect(await harness.store.registrations.add(room, channel, minute)).toBeUndefined();
    await subscribe(operationOn('room-1', 'a2', await harness.store.generations.current('room-1')), 'c');
    expect(await liveChannels(harness.store)).toEqual(['c']);
  });

  it('keeps results of an ended operation out of the logs, without failing the others', async () => {
    await subscribe(room);
    const lease = await harness.lease('room-1');
    await harness.store.generations.renew('room-1', nextGeneration());
    const next = operationOn('room-1', 'b', await harness.store.generations.current('room-1'));
    await subscribe(next);
    const logged = await harness.store.logs.append(
      lease,
      [entryOf(room, 'e1'), entryOf(next, 'e1')],
      generous,
    );
    expect(logged?.map(({ operation }) => operation)).toEqual(['b']);
  });

  it('lets nobody slip in: whoever is added while it changes is either answered or refused', async () => {
    const added = Array.from({ length: 30 }, (_, n) =>
      harness.store.registrations.add(
        operationOn('room-1', `o${n}`),
        { channel: `c${n}`, dialect: 'native' },
        minute,
      ),
    );
    const channels = await harness.store.generations.renew('room-1', nextGeneration());
    const accepted = (await Promise.all(added)).filter((position) => position !== undefined);
    expect(channels).toHaveLength(accepted.length);
    expect(await liveChannels(harness.store)).toEqual([]);
  });

  it('lets an operation go on under its successor: the numbering, the results, and a registration of its own', async () => {
    const before = await subscribe(room, 'c1');
    await subscribe(room, 'c2');
    const lease = await harness.lease('room-1');
    await harness.log(lease, room, 'e1', 'e2');
    const successor = operationOn('room-1', 'a2', 'g2');
    const ended = await harness.store.generations.renew('room-1', {
      generation: 'g2',
      successors: [{ of: room.id, operation: successor, channel: 'c3' }],
      ttl: 2 * minute,
    });
    expect(ended.sort()).toEqual(['c1', 'c2']);
    expect(await harness.store.generations.current('room-1')).toBe('g2');
    expect(await harness.store.registrations.byTopic('room-1')).toEqual([
      { operation: successor, channels: [{ channel: 'c3', dialect: 'native' }] },
    ]);
    expect(await harness.store.registrations.byChannel('c1')).toEqual([]);
    expect(await harness.store.registrations.byChannel('c3')).toEqual([successor]);
    expect(await harness.store.logs.since(room, before)).toBeUndefined();
    expect(await harness.log(lease, successor, 'e2', 'e3')).toEqual([2, 3]);
    const since = await harness.store.logs.since(successor, before);
    expect(since?.top).toEqual({ epoch: before.epoch, offset: 3 });
    expect(since?.entries?.map(({ eventId }) => eventId)).toEqual(['e1', 'e2', 'e3']);
    // Whoever is still allowed joins what is there.
    expect(await subscribe(successor, 'c3')).toEqual({ epoch: before.epoch, offset: 3 });
    pass(2 * minute);
    expect(await liveChannels(harness.store)).toEqual([]);
  });

  it('lets nothing go on whose predecessor is not alive', async () => {
    await subscribe(room, 'c1', 10);
    pass(10);
    const successors = [room, operationOn('room-1', 'unknown')].map((each) => ({
      of: each.id,
      operation: operationOn('room-1', `${each.id}2`, 'g2'),
      channel: `next-${each.id}`,
    }));
    await harness.store.generations.renew('room-1', { generation: 'g2', successors, ttl: minute });
    expect(await harness.store.registrations.byTopic('room-1')).toEqual([]);
    expect(await liveChannels(harness.store)).toEqual([]);
  });
}
