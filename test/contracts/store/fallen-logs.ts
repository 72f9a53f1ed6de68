import { describe, expect, it } from 'vitest';
import { entryOf, generous, type Harness, operationOn } from './harness.ts';

/** What stores do when they have lost results that were numbered. A position further on stands for those results. */
export function fallenLogsContract(harness: Harness): void {
  const { subscribe, log } = harness;
  const room = operationOn('t', 'a');
  const other = operationOn('t', 'b');

  describe('restarting a log that has fallen back', () => {
    it('empties it under a new epoch, and keeps its registrations', async () => {
      const { epoch } = await subscribe(room);
      const lease = await harness.lease('t');
      await log(lease, room, 'e1', 'e2');
      const restarted = await harness.store.logs.restart(room, { epoch, offset: 3 });
      expect(restarted?.offset).toBe(0);
      expect(restarted?.epoch).not.toBe(epoch);
      expect(await harness.store.logs.since(room, { epoch, offset: 2 })).toEqual({
        top: restarted,
        entries: undefined,
      });
      expect(await subscribe(room)).toEqual(restarted);
      expect(await harness.store.registrations.byTopic('t')).toHaveLength(1);
      expect(await log(lease, room, 'e2', 'e3')).toEqual([1, 2]);
      const since = await harness.store.logs.since(room, { epoch: restarted?.epoch ?? '', offset: 0 });
      expect(since?.entries?.map(({ eventId }) => eventId)).toEqual(['e2', 'e3']);
    });

    it('changes nothing where the log reaches the known position, or has another epoch', async () => {
      const { epoch } = await subscribe(room);
      const lease = await harness.lease('t');
      await log(lease, room, 'e1', 'e2');
      const top = { epoch, offset: 2 };
      for (const known of [top, { epoch, offset: 1 }, { epoch: 'another', offset: 99 }]) {
        expect(await harness.store.logs.restart(room, known)).toEqual(top);
        const entries = [entryOf(room, 'e2')];
        const logged = await harness.store.logs.append(lease, entries, generous, new Map([['a', known]]));
        expect(logged?.map(({ position }) => position)).toEqual([top]);
      }
    });

    it('happens once, however many callers ask for it at once', async () => {
      const { epoch } = await subscribe(room);
      const lease = await harness.lease('t');
      await log(lease, room, 'e1');
      const known = { epoch, offset: 9 };
      const asked = [9, 5, 2, 9].map((offset) => harness.store.logs.restart(room, { epoch, offset }));
      const logged = await harness.store.logs.append(
        lease,
        [entryOf(room, 'e2')],
        generous,
        new Map([['a', known]]),
      );
      const epochs = new Set((await Promise.all(asked)).map((position) => position?.epoch));
      expect([...epochs]).toEqual([logged?.[0]?.position.epoch]);
      expect(logged?.[0]?.position.offset).toBe(1);
    });

    it('resolves with nothing for an operation that is not alive', async () => {
      const { epoch } = await subscribe(room);
      expect(await harness.store.logs.restart(other, { epoch, offset: 1 })).toBeUndefined();
      expect(
        await harness.store.logs.restart({ ...room, topic: 't2' }, { epoch, offset: 1 }),
      ).toBeUndefined();
    });
  });

  describe('appending to a log that has fallen back', () => {
    it('restarts it before it numbers anything, and leaves the others alone', async () => {
      const { epoch } = await subscribe(room);
      const theirs = await subscribe(other);
      const lease = await harness.lease('t');
      await log(lease, room, 'e1', 'e2');
      await log(lease, other, 'e1', 'e2');
      const known = new Map([
        ['a', { epoch, offset: 3 }],
        ['b', { epoch: theirs.epoch, offset: 2 }],
      ]);
      const entries = [entryOf(room, 'e2'), entryOf(other, 'e2'), entryOf(room, 'e3'), entryOf(other, 'e3')];
      const logged = await harness.store.logs.append(lease, entries, generous, known);
      expect(logged?.map(({ position }) => position.offset)).toEqual([1, 2, 2, 3]);
      const [first, , third] = logged ?? [];
      expect(first?.position.epoch).not.toBe(epoch);
      expect(third?.position.epoch).toBe(first?.position.epoch);
      expect(logged?.[1]?.position.epoch).toBe(theirs.epoch);
      // A step whose answer was lost is repeated, under the same numbers.
      expect(await harness.store.logs.append(lease, entries, generous, known)).toEqual(logged);
      expect((await harness.store.logs.since(room, { ...subscribed(first), offset: 0 }))?.entries).toEqual(
        logged?.filter(({ operation }) => operation === 'a'),
      );
    });
  });

  const subscribed = (entry: { position: { epoch: string } } | undefined) => ({
    epoch: entry?.position.epoch ?? '',
  });
}
