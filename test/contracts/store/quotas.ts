import { describe, expect, it } from 'vitest';
import { type Harness, minute, operationOn } from './harness.ts';

export function quotasContract(harness: Harness): void {
  const { subscribe, pass } = harness;
  const hasRoom = (id: string, limit: number, topic = 'room-1') =>
    harness.store.registrations.hasRoom({ id, topic }, limit);

  describe('room in a topic', () => {
    it('is there for fewer live operations than the limit, and for those that live', async () => {
      expect(await hasRoom('a', 1)).toBe(true);
      expect(await hasRoom('a', 0)).toBe(false);
      await subscribe(operationOn('room-1', 'a'));
      await subscribe(operationOn('room-1', 'a'), 'another channel of the same');
      expect(await hasRoom('a', 1)).toBe(true);
      expect(await hasRoom('b', 1)).toBe(false);
      expect(await hasRoom('b', 2)).toBe(true);
    });

    it('is not taken by other topics', async () => {
      await subscribe(operationOn('room-2', 'a'));
      expect(await hasRoom('b', 1)).toBe(true);
      // An id belongs to one topic.
      expect(await hasRoom('b', 1, 'room-2')).toBe(false);
    });

    it('is there again when operations have expired, were removed or revoked', async () => {
      await subscribe(operationOn('room-1', 'expires'), 'c1', 10);
      await subscribe(operationOn('room-1', 'removed'), 'c2');
      expect(await hasRoom('b', 2)).toBe(false);
      pass(10);
      expect(await hasRoom('b', 2)).toBe(true);
      expect(await hasRoom('b', 1)).toBe(false);
      await harness.store.registrations.remove('c2');
      expect(await hasRoom('b', 1)).toBe(true);
      await subscribe(operationOn('room-1', 'revoked'), 'c3');
      await harness.renew('room-1');
      expect(await hasRoom('b', 1)).toBe(true);
    });
  });

  describe('what somebody holds', () => {
    const hold = (holder: string, what: string, limit = 2, ttl = minute) =>
      harness.store.registrations.hold(holder, what, { limit, ttl });

    it('is bounded, but for what is held already', async () => {
      expect([await hold('ada', 'a'), await hold('ada', 'b'), await hold('ada', 'c')]).toEqual([
        true,
        true,
        false,
      ]);
      expect([await hold('ada', 'a'), await hold('ada', 'b')]).toEqual([true, true]);
      expect(await hold('ada', 'a', 0)).toBe(false);
    });

    it('is nobody else’s, whatever they are called', async () => {
      for (const holder of ['ada', 'Ada', 'ada ', 'a}b{c', '{}', '__proto__', 'Zoë 🦆'])
        expect([await hold(holder, 'a', 1), await hold(holder, 'b', 1)]).toEqual([true, false]);
    });

    it('is let go after its time, each for itself, and noted by no refusal', async () => {
      await hold('ada', 'a', 2, 10);
      await hold('ada', 'b', 2, 20);
      expect(await hold('ada', 'c', 2, minute)).toBe(false);
      pass(10);
      expect(await hold('ada', 'c', 2, 10)).toBe(true);
      expect(await hold('ada', 'a')).toBe(false);
    });

    it('is renewed by wanting it again, and never shortened', async () => {
      await hold('ada', 'a', 1, 20);
      await hold('ada', 'a', 1, 10);
      pass(15);
      expect(await hold('ada', 'b', 1)).toBe(false);
      await hold('ada', 'a', 1, 20);
      pass(15);
      expect(await hold('ada', 'b', 1)).toBe(false);
      pass(5);
      expect(await hold('ada', 'b', 1)).toBe(true);
    });

    it('is never more than the limit, though many ask at once', async () => {
      const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => hold('ada', `thing-${n}`, 7)));
      expect(answers.filter((each) => each)).toHaveLength(7);
    });

    it('is swept', async () => {
      await hold('ada', 'a', 1, 10);
      pass(10);
      await harness.store.registrations.sweep();
      expect(await hold('ada', 'b', 1)).toBe(true);
    });
  });
}
