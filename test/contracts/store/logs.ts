import { describe, expect, it } from 'vitest';
import type { LoggedEntry } from '../../../src/core/ports/store.ts';
import { entryOf, generous, type Harness, minute, operationOn } from './harness.ts';

export function logsContract(harness: Harness): void {
  const { subscribe, log, pass } = harness;
  const room = operationOn('t', 'a');
  const other = operationOn('t', 'b');

  describe('appending', () => {
    it('numbers from 1, by one, each operation by itself, in the given order', async () => {
      const { epoch } = await subscribe(room);
      const theirs = await subscribe(other);
      const lease = await harness.lease('t');
      const entries = [entryOf(room, 'e1'), entryOf(other, 'e1'), entryOf(room, 'e2')];
      expect(await harness.store.logs.append(lease, entries, generous)).toEqual([
        { ...entryOf(room, 'e1'), position: { epoch, offset: 1 } },
        { ...entryOf(other, 'e1'), position: { epoch: theirs.epoch, offset: 1 } },
        { ...entryOf(room, 'e2'), position: { epoch, offset: 2 } },
      ]);
      expect(await log(lease, room, 'e3')).toEqual([3]);
    });

    it('gives an event that the log has the number and the body that it got then', async () => {
      await subscribe(room);
      const lease = await harness.lease('t');
      await log(lease, room, 'e1', 'e2');
      const again = { ...entryOf(room, 'e1'), body: '"another"' };
      const logged = await harness.store.logs.append(lease, [again, entryOf(room, 'e3')], generous);
      expect(logged?.map(({ body, position }) => [body, position.offset])).toEqual([
        [entryOf(room, 'e1').body, 1],
        [entryOf(room, 'e3').body, 3],
      ]);
    });

    it('numbers an event that comes twice in one call once', async () => {
      await subscribe(room);
      const entries = [entryOf(room, 'e1'), { ...entryOf(room, 'e1'), body: '2' }, entryOf(room, 'e2')];
      const logged = await harness.store.logs.append(await harness.lease('t'), entries, generous);
      expect(logged?.map(({ body, position }) => [body, position.offset])).toEqual([
        [entryOf(room, 'e1').body, 1],
        [entryOf(room, 'e1').body, 1],
        [entryOf(room, 'e2').body, 2],
      ]);
    });

    it('goes on with the same numbers under another lease', async () => {
      await subscribe(room, 'c', 60 * minute);
      await log(await harness.lease('t'), room, 'e1', 'e2');
      pass(minute);
      expect(await log(await harness.lease('t'), room, 'e2', 'e3')).toEqual([2, 3]);
    });

    it('leaves out an operation that has ended, that never was, or that belongs to another topic', async () => {
      const elsewhere = operationOn('t2', 'elsewhere');
      await subscribe(room);
      await subscribe(other, 'c', 10);
      await subscribe(elsewhere);
      pass(10);
      const entries = [other, operationOn('t', 'unknown'), elsewhere, room].map((each) =>
        entryOf(each, 'e1'),
      );
      const logged = await harness.store.logs.append(await harness.lease('t'), entries, generous);
      expect(logged?.map(({ operation }) => operation)).toEqual(['a']);
    });

    it('takes nothing as well', async () => {
      expect(await harness.store.logs.append(await harness.lease('t'), [], generous)).toEqual([]);
    });

    it('takes 1,000 operations with 10 events each in one call', async () => {
      const operations = Array.from({ length: 1_000 }, (_, n) => operationOn('t', `o${n}`));
      await Promise.all(operations.map((operation) => subscribe(operation)));
      const entries = Array.from({ length: 10 }, (_, n) =>
        operations.map((operation) => entryOf(operation, `e${n}`)),
      ).flat();
      const lease = await harness.lease('t');
      const logged = await harness.store.logs.append(lease, entries, generous);
      expect(logged?.map(({ position }) => position.offset)).toEqual(
        entries.map((_, n) => Math.floor(n / 1_000) + 1),
      );
      expect(await harness.store.registrations.byTopic('t')).toHaveLength(1_000);
      expect(await harness.store.logs.append(lease, entries, generous)).toEqual(logged);
    });
  });

  describe('what came since', () => {
    it('answers all up to the top, in order, as it was logged', async () => {
      const start = await subscribe(room);
      const lease = await harness.lease('t');
      const logged = await harness.store.logs.append(
        lease,
        ['e1', 'e2', 'e3'].map((id) => entryOf(room, id)),
        generous,
      );
      const top = { epoch: start.epoch, offset: 3 };
      expect(await harness.store.logs.since(room, start)).toEqual({ top, entries: logged });
      expect(await harness.store.logs.since(room, { ...start, offset: 2 })).toEqual({
        top,
        entries: logged?.slice(2),
      });
      expect(await harness.store.logs.since(room, top)).toEqual({ top, entries: [] });
    });

    it('answers only the top to a position of another epoch, or one that lies ahead', async () => {
      const { epoch } = await subscribe(room);
      await log(await harness.lease('t'), room, 'e1');
      const answer = { top: { epoch, offset: 1 }, entries: undefined };
      expect(await harness.store.logs.since(room, { epoch: 'another', offset: 0 })).toEqual(answer);
      expect(await harness.store.logs.since(room, { epoch, offset: 2 })).toEqual(answer);
    });

    it('answers nothing for an operation that is not alive', async () => {
      const start = await subscribe(room);
      await log(await harness.lease('t'), room, 'e1');
      pass(minute);
      expect(await harness.store.logs.since(room, start)).toBeUndefined();
      expect(await harness.store.logs.since(other, start)).toBeUndefined();
    });

    it('answers thousands', async () => {
      const start = await subscribe(room);
      const ids = Array.from({ length: 2_500 }, (_, n) => `e${n}`);
      const entries = ids.map((id) => entryOf(room, id));
      const keepAll = { results: 10_000, milliseconds: minute };
      await harness.store.logs.append(await harness.lease('t'), entries, keepAll);
      const since = await harness.store.logs.since(room, start);
      expect(since?.entries?.map(({ eventId }) => eventId)).toEqual(ids);
    });

    it('answers as many results as fit into a number of bytes, at least one, and the newest position', async () => {
      const start = await subscribe(room);
      const ids = Array.from({ length: 9 }, (_, n) => `e${n}`);
      await log(await harness.lease('t'), room, ...ids);
      const bytesOfOne = Buffer.byteLength(entryOf(room, 'e1').body);
      const top = { ...start, offset: 9 };
      for (const [maxBytes, count] of [
        [0, 1],
        [bytesOfOne, 1],
        [2 * bytesOfOne - 1, 1],
        [2 * bytesOfOne, 2],
        [9 * bytesOfOne - 1, 8],
        [9 * bytesOfOne, 9],
        [Number.MAX_SAFE_INTEGER, 9],
      ] as const) {
        const since = await harness.store.logs.since(room, start, maxBytes);
        expect(since?.top).toEqual(top);
        expect(since?.entries?.map(({ eventId }) => eventId)).toEqual(ids.slice(0, count));
      }
      const rest = await harness.store.logs.since(room, { ...start, offset: 7 }, bytesOfOne);
      expect(rest?.entries?.map(offsetOf)).toEqual([8]);
      expect(await harness.store.logs.since(room, top, 0)).toEqual({ top, entries: [] });
    });

    it('never shows a hole while results are being added', async () => {
      const start = await subscribe(room);
      const lease = await harness.lease('t');
      const appends = Array.from({ length: 40 }, (_, n) => log(lease, room, `e${n}a`, `e${n}b`));
      const looks = appends.map(async () => {
        const since = await harness.store.logs.since(room, start);
        return { top: since?.top.offset, offsets: since?.entries?.map(offsetOf) };
      });
      for (const { top, offsets } of await Promise.all(looks))
        expect(offsets).toEqual(Array.from({ length: top ?? -1 }, (_, n) => n + 1));
      await Promise.all(appends);
    });
  });

  describe('following', () => {
    it('calls the listener after something was appended, until it leaves', async () => {
      await subscribe(room);
      const lease = await harness.lease('t');
      const heard = signal();
      const leave = await harness.store.logs.follow(room, heard.listener);
      await log(lease, room, 'e1');
      await heard.next();
      await log(lease, room, 'e2');
      await heard.next();
      await leave();
      await leave();
      const calls = heard.count();
      // The second follower's call proves that the first one's would have come too.
      const control = signal();
      const leaveControl = await harness.store.logs.follow(room, control.listener);
      await log(lease, room, 'e3');
      await control.next();
      expect(heard.count()).toBe(calls);
      await leaveControl();
    });

    it('calls each of several listeners, the same function once for each time that it follows', async () => {
      await subscribe(room);
      const lease = await harness.lease('t');
      const [one, two] = [signal(), signal()];
      const leaves = await Promise.all([
        harness.store.logs.follow(room, one.listener),
        harness.store.logs.follow(room, two.listener),
        harness.store.logs.follow(room, two.listener),
      ]);
      await leaves[1]();
      await log(lease, room, 'e1');
      await Promise.all([one.next(), two.next()]);
      await Promise.all(leaves.map((leave) => leave()));
    });
  });

  const offsetOf = ({ position }: LoggedEntry) => position.offset;
}

/** A listener that can be waited for. */
export function signal() {
  let calls = 0;
  let awaited = 0;
  let wake: () => void = () => undefined;
  return {
    listener: () => {
      calls += 1;
      wake();
    },
    count: () => calls,
    /** Resolves when the listener has been called once more than it was when the last one resolved. */
    async next(): Promise<void> {
      while (calls <= awaited) await new Promise<void>((resolve) => (wake = resolve));
      awaited = calls;
    },
  };
}
