import { expect, it } from 'vitest';
import { entryOf, generous, type Harness, liveChannels, minute, operationOn } from './harness.ts';

export function generationsContract(harness: Harness): void {
  const { subscribe, pass } = harness;
  const room = operationOn('room-1', 'a');

  it('is random, the same for concurrent callers, and another after each change', async () => {
    const { generations } = harness.store;
    const first = await Promise.all(Array.from({ length: 20 }, () => generations.current('room-1')));
    const seen = new Set(first.map(({ id }) => id));
    expect(seen.size).toBe(1);
    for (let round = 0; round < 3; round++) {
      await harness.renew('room-1');
      seen.add((await generations.current('room-1')).id);
    }
    seen.add((await generations.current('room-2')).id);
    expect(seen.size).toBe(5);
    for (const id of seen) expect(id.length).toBeGreaterThan(10);
  });

  it('has an age, by the clock of the store', async () => {
    const { generations } = harness.store;
    expect((await generations.current('room-1')).age).toBe(0);
    pass(1_500);
    expect((await generations.current('room-1')).age).toBe(1_500);
    await harness.renew('room-1');
    expect((await generations.current('room-1')).age).toBe(0);
  });

  it('stays while the topic has an operation, however often the store is swept', async () => {
    await subscribe(room, 'c1', 90 * minute);
    for (let round = 0; round < 4; round++) {
      pass(20 * minute);
      await harness.store.registrations.sweep();
    }
    expect((await harness.store.generations.current('room-1')).id).toBe(room.generation);
    expect(await subscribe(room, 'c2')).toBeDefined();
  });

  it('changes for the one of many callers that comes first', async () => {
    await subscribe(room, 'c1');
    const { id: from } = await harness.store.generations.current('room-1');
    const renewals = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        harness.store.generations.renew('room-1', {
          from,
          generation: `next-${n}`,
          successors: [
            { of: room.id, operation: operationOn('room-1', `a${n}`, `next-${n}`), channel: `d${n}` },
          ],
          ttl: minute,
        }),
      ),
    );
    const winner = renewals.findIndex((channels) => channels !== undefined);
    expect(renewals.filter((channels) => channels !== undefined)).toEqual([['c1']]);
    expect((await harness.store.generations.current('room-1')).id).toBe(`next-${winner}`);
    expect(await liveChannels(harness.store)).toEqual([`d${winner}`]);
  });

  it('does not change while a live operation is unknown to the caller', async () => {
    await subscribe(room, 'c1');
    await subscribe(operationOn('room-1', 'late'), 'c2');
    await subscribe(operationOn('room-1', 'expired'), 'c3', 10);
    pass(10);
    const { id: from } = await harness.store.generations.current('room-1');
    const renew = (known: string[]) =>
      harness.store.generations.renew('room-1', {
        from,
        generation: 'g2',
        known,
        successors: [],
        ttl: minute,
      });
    expect(await renew([])).toBeUndefined();
    expect(await renew(['a'])).toBeUndefined();
    expect(await liveChannels(harness.store)).toEqual(['c1', 'c2']);
    expect((await harness.store.generations.current('room-1')).id).toBe(from);
    expect((await renew(['a', 'late', 'gone']))?.sort()).toEqual(['c1', 'c2']);
  });

  it('answers the channels that the topic had, each once', async () => {
    await subscribe(room, 'c1');
    await subscribe(operationOn('room-1', 'b'), 'c1');
    await subscribe(room, 'c2');
    await subscribe(room, 'expired', 10);
    await subscribe(operationOn('room-2'), 'c3');
    pass(10);
    expect((await harness.renew('room-1')).sort()).toEqual(['c1', 'c2']);
    expect(await harness.renew('room-1')).toEqual([]);
  });

  it("ends the topic's operations and leaves others", async () => {
    const elsewhere = operationOn('room-2');
    const before = await subscribe(room, 'c1');
    await subscribe(elsewhere, 'c1');
    await harness.renew('room-1');
    expect(await harness.store.registrations.byTopic('room-1')).toEqual([]);
    expect(await harness.store.registrations.byChannel('c1')).toEqual([elsewhere]);
    expect(await liveChannels(harness.store)).toEqual(['c1']);
    expect(await harness.store.logs.since(room, before)).toBeUndefined();
  });

  it('takes no registration of the old generation any more, and one of the new', async () => {
    await subscribe(room, 'c');
    await harness.renew('room-1');
    const channel = { channel: 'c', dialect: 'native' } as const;
    expect(await harness.store.registrations.add(room, channel, minute)).toBeUndefined();
    await subscribe(operationOn('room-1', 'a2', (await harness.store.generations.current('room-1')).id), 'c');
    expect(await liveChannels(harness.store)).toEqual(['c']);
  });

  it('keeps results of an ended operation out of the logs, without failing the others', async () => {
    await subscribe(room);
    const lease = await harness.lease('room-1');
    await harness.renew('room-1');
    const next = operationOn('room-1', 'b', (await harness.store.generations.current('room-1')).id);
    await subscribe(next);
    const logged = await harness.store.logs.append(
      lease,
      [entryOf(room, 'e1'), entryOf(next, 'e1')],
      generous,
    );
    expect(logged?.map(({ operation }) => operation)).toEqual(['b']);
  });

  it('lets nobody slip in: whoever is added while it changes is either answered or refused', async () => {
    await harness.begin('room-1');
    const added = Array.from({ length: 30 }, (_, n) =>
      harness.store.registrations.add(
        operationOn('room-1', `o${n}`),
        { channel: `c${n}`, dialect: 'native' },
        minute,
      ),
    );
    const channels = await harness.renew('room-1');
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
    const ended = await harness.renew('room-1', {
      generation: 'g2',
      successors: [{ of: room.id, operation: successor, channel: 'c3' }],
      ttl: 2 * minute,
    });
    expect(ended.sort()).toEqual(['c1', 'c2']);
    expect((await harness.store.generations.current('room-1')).id).toBe('g2');
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
    await harness.renew('room-1', { generation: 'g2', successors, ttl: minute });
    expect(await harness.store.registrations.byTopic('room-1')).toEqual([]);
    expect(await liveChannels(harness.store)).toEqual([]);
  });
}
