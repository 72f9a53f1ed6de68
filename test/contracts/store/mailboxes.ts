import { describe, expect, it } from 'vitest';
import { allOf, eventOf, type Harness, minute } from './harness.ts';

export function mailboxesContract(harness: Harness): void {
  const { pass } = harness;
  const ids = (events: readonly { id: string }[] | undefined) => events?.map(({ id }) => id);
  const put = async (topic: string, ...events: string[]) => {
    for (const id of events) await harness.store.mailboxes.append(topic, eventOf(id));
  };

  it('gives events out in the order in which they came, as they came', async () => {
    await put('t', 'e1', 'e2', 'e3');
    const lease = await harness.lease('t');
    expect(await harness.store.mailboxes.take(lease, 10, minute)).toEqual(['e1', 'e2', 'e3'].map(eventOf));
  });

  it('gives out as many as asked for, the oldest first, and the same ones until they are acknowledged', async () => {
    await put('t', 'e1', 'e2', 'e3');
    const { mailboxes } = harness.store;
    const lease = await harness.lease('t');
    // Which only renews the lease.
    expect(await mailboxes.take(lease, 0, minute)).toEqual([]);
    expect(ids(await mailboxes.take(lease, 2, minute))).toEqual(['e1', 'e2']);
    expect(ids(await mailboxes.take(lease, 2, minute))).toEqual(['e1', 'e2']);
    expect(await mailboxes.acknowledge(lease, ['e1', 'e2'])).toBe('kept');
    await put('t', 'e4');
    expect(ids(await mailboxes.take(lease, 9, minute))).toEqual(['e3', 'e4']);
  });

  it('gives out the oldest ones with the lease', async () => {
    await put('t', 'e1', 'e2', 'e3');
    const acquired = await harness.store.mailboxes.acquire('t', minute, 2);
    expect(ids(acquired?.events)).toEqual(['e1', 'e2']);
  });

  it('keeps the order when a middle one is acknowledged first', async () => {
    await put('t', 'e1', 'e2', 'e3');
    const lease = await harness.lease('t');
    await harness.store.mailboxes.acknowledge(lease, ['e2', 'unknown']);
    expect(ids(await harness.store.mailboxes.take(lease, 9, minute))).toEqual(['e1', 'e3']);
  });

  it('does not add an id twice while it waits', async () => {
    await put('t', 'e1', 'e2');
    await harness.store.mailboxes.append('t', { id: 'e1', body: '"another"' });
    const lease = await harness.lease('t');
    expect(await harness.store.mailboxes.depth('t')).toBe(2);
    expect(await harness.store.mailboxes.take(lease, 9, minute)).toEqual([eventOf('e1'), eventOf('e2')]);
  });

  it('keeps the topics apart', async () => {
    await put('t1', 'e');
    await put('t2', 'e', 'f');
    const lease = await harness.lease('t1');
    await harness.store.mailboxes.acknowledge(lease, ['e']);
    expect(await harness.store.mailboxes.depth('t1')).toBe(0);
    expect(await harness.store.mailboxes.depth('t2')).toBe(2);
    expect(await harness.store.mailboxes.depth('t3')).toBe(0);
  });

  it('loses none of many that come at once', async () => {
    const events = Array.from({ length: 200 }, (_, n) => `e${n}`);
    await Promise.all(events.map((id) => harness.store.mailboxes.append('t', eventOf(id))));
    const taken = ids(await harness.store.mailboxes.take(await harness.lease('t'), 500, minute));
    expect(new Set(taken)).toEqual(new Set(events));
    expect(taken).toHaveLength(200);
  });

  it('acknowledges thousands in one call', async () => {
    const events = Array.from({ length: 2_500 }, (_, n) => `e${n}`);
    await Promise.all(events.map((id) => harness.store.mailboxes.append('t', { id, body: '0' })));
    const lease = await harness.lease('t');
    expect(await harness.store.mailboxes.take(lease, 2_500, minute)).toHaveLength(2_500);
    expect(await harness.store.mailboxes.acknowledge(lease, events)).toBe('free');
    expect(await harness.store.mailboxes.depth('t')).toBe(0);
  });

  describe('waiting', () => {
    it('names topics with mail whose lease is free', async () => {
      await put('free', 'e');
      await put('held', 'e');
      await put('drained', 'e');
      await harness.lease('held');
      await harness.lease('idle');
      const lease = await harness.lease('drained');
      await harness.store.mailboxes.acknowledge(lease, ['e']);
      expect(await allOf(harness.store.mailboxes.waiting())).toEqual(['free']);
    });

    it('names a topic again when its lease has run out', async () => {
      await put('t', 'e');
      await harness.lease('t');
      pass(minute - 1);
      expect(await allOf(harness.store.mailboxes.waiting())).toEqual([]);
      pass(1);
      expect(await allOf(harness.store.mailboxes.waiting())).toEqual(['t']);
    });

    it('names a topic that was found empty and then got mail', async () => {
      for (const id of ['e1', 'e2']) {
        await put('t', id);
        expect(await allOf(harness.store.mailboxes.waiting())).toEqual(['t']);
        const lease = await harness.lease('t');
        await harness.store.mailboxes.acknowledge(lease, [id]);
        expect(await allOf(harness.store.mailboxes.waiting())).toEqual([]);
      }
    });

    it('misses none of many, even while others look', async () => {
      const topics = Array.from({ length: 300 }, (_, n) => `t${n}`);
      const looks = Array.from({ length: 20 }, () => allOf(harness.store.mailboxes.waiting()));
      await Promise.all(topics.map((topic) => put(topic, 'e')));
      await Promise.all(looks);
      const waiting = await allOf(harness.store.mailboxes.waiting());
      expect(waiting.sort()).toEqual(topics.sort());
    });
  });

  describe('dead letters', () => {
    it('takes an event out of the mailbox and keeps it with its reason', async () => {
      await put('t', 'e1', 'e2');
      const lease = await harness.lease('t');
      expect(await harness.store.mailboxes.setAside(lease, 'e1', 'Pusher said:\n no')).toBe(true);
      expect(ids(await harness.store.mailboxes.take(lease, 9, minute))).toEqual(['e2']);
      expect(await harness.store.mailboxes.deadLetters(10)).toEqual([
        { ...eventOf('e1'), topic: 't', reason: 'Pusher said:\n no', at: harness.now() },
      ]);
    });

    it('answers the newest first, no more than asked for, over all topics', async () => {
      const topics = ['t1', 't2', 't1', 't3'];
      for (const [n, topic] of topics.entries()) {
        await put(topic, `e${n}`);
        const lease = await harness.lease(topic);
        await harness.store.mailboxes.setAside(lease, `e${n}`, 'no');
        await harness.store.mailboxes.release(lease);
        pass(1);
      }
      expect(ids(await harness.store.mailboxes.deadLetters(3))).toEqual(['e3', 'e2', 'e1']);
      expect(ids(await harness.store.mailboxes.deadLetters(10))).toEqual(['e3', 'e2', 'e1', 'e0']);
    });

    it('does not make a dead letter of an event that does not wait', async () => {
      const lease = await harness.lease('t');
      expect(await harness.store.mailboxes.setAside(lease, 'unknown', 'no')).toBe(true);
      expect(await harness.store.mailboxes.deadLetters(10)).toEqual([]);
    });
  });
}
