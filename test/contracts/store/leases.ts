import { describe, expect, it } from 'vitest';
import { entryOf, eventOf, generous, type Harness, minute, operationOn } from './harness.ts';

export function leasesContract(harness: Harness): void {
  const { pass } = harness;
  const room = operationOn('t', 'a');

  it('has one holder of a topic at a time', async () => {
    const leases = await Promise.all(
      Array.from({ length: 20 }, () => harness.store.mailboxes.acquire('t', minute, 0)),
    );
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
    expect(await harness.store.mailboxes.acquire('another', minute, 0)).toBeDefined();
  });

  it('never gives out the same token twice', async () => {
    const tokens = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const lease = await harness.lease('t');
      tokens.add(lease.token);
      await harness.store.mailboxes.release(lease);
    }
    expect(tokens.size).toBe(3);
  });

  it('is free again after `ttl` ms, unless it is renewed by taking', async () => {
    const { mailboxes } = harness.store;
    const lease = await harness.lease('t');
    pass(minute - 1);
    expect(await mailboxes.acquire('t', minute, 0)).toBeUndefined();
    expect(await mailboxes.take(lease, 1, minute)).toEqual([]);
    pass(minute - 1);
    expect(await mailboxes.acquire('t', minute, 0)).toBeUndefined();
    pass(1);
    expect(await mailboxes.acquire('t', minute, 0)).toBeDefined();
  });

  it('stays with its holder after it ran out until somebody else takes it', async () => {
    await harness.store.mailboxes.append('t', eventOf('e'));
    const lease = await harness.lease('t');
    pass(10 * minute);
    expect(await harness.store.mailboxes.take(lease, 1, minute)).toHaveLength(1);
    expect(await harness.store.mailboxes.acquire('t', minute, 0)).toBeUndefined();
    pass(10 * minute);
    expect(await harness.store.mailboxes.acknowledge(lease, ['e'])).toBe('free');
    expect(await harness.store.mailboxes.depth('t')).toBe(0);
  });

  describe('once it is lost', () => {
    const losing = {
      'to somebody else': async () => {
        const lease = await harness.lease('t');
        pass(minute);
        await harness.lease('t');
        return lease;
      },
      'by giving it back': async () => {
        const lease = await harness.lease('t');
        await harness.store.mailboxes.release(lease);
        return lease;
      },
    };

    for (const [how, lose] of Object.entries(losing)) {
      it(`${how}, its old holder changes nothing any more`, async () => {
        const { mailboxes, logs } = harness.store;
        await mailboxes.append('t', eventOf('e'));
        const position = await harness.subscribe(room, 'c', 60 * minute);
        const lease = await lose();
        expect(await mailboxes.take(lease, 1, minute)).toBeUndefined();
        expect(await mailboxes.acknowledge(lease, ['e'])).toBe('lost');
        expect(await mailboxes.setAside(lease, 'e', 'no')).toBe(false);
        expect(await logs.append(lease, [entryOf(room, 'e')], generous)).toBeUndefined();
        await mailboxes.release(lease);
        expect(await mailboxes.depth('t')).toBe(1);
        expect(await mailboxes.deadLetters(10)).toEqual([]);
        expect(await logs.since(room, position)).toEqual({ top: position, entries: [] });
      });
    }

    it("its old holder's release does not free the new holder's lease", async () => {
      const lease = await losing['to somebody else']();
      await harness.store.mailboxes.release(lease);
      expect(await harness.store.mailboxes.acquire('t', minute, 0)).toBeUndefined();
    });
  });

  describe('giving it back', () => {
    it('frees the topic when nothing waits', async () => {
      const lease = await harness.lease('t');
      expect(await harness.store.mailboxes.acknowledge(lease, [])).toBe('free');
      expect(await harness.store.mailboxes.acquire('t', minute, 0)).toBeDefined();
    });

    it('is refused while an event waits, and the lease stays', async () => {
      const { mailboxes } = harness.store;
      const lease = await harness.lease('t');
      await mailboxes.append('t', eventOf('late'));
      expect(await mailboxes.acknowledge(lease, ['done'])).toBe('kept');
      expect(await mailboxes.acquire('t', minute, 0)).toBeUndefined();
      expect(await mailboxes.take(lease, 1, minute)).toEqual([eventOf('late')]);
    });

    it('frees the topic while an event waits, if it is released', async () => {
      const lease = await harness.lease('t');
      await harness.store.mailboxes.append('t', eventOf('e'));
      await harness.store.mailboxes.release(lease);
      expect(await harness.store.mailboxes.acquire('t', minute, 0)).toBeDefined();
    });

    it('leaves no event behind: whoever appends either finds the topic free or is found', async () => {
      const { mailboxes } = harness.store;
      for (let round = 0; round < 20; round++) {
        const lease = await harness.lease('t');
        const appended = mailboxes
          .append('t', eventOf(`e${round}`))
          .then(() => mailboxes.acquire('t', minute, 0));
        const released = (await mailboxes.acknowledge(lease, [])) === 'free';
        const theirs = await appended;
        expect(released || theirs === undefined).toBe(true);
        if (released) expect(theirs ?? (await mailboxes.acquire('t', minute, 0))).toBeDefined();
        pass(minute);
        const cleaner = await harness.lease('t');
        await mailboxes.acknowledge(cleaner, [`e${round}`]);
      }
    });
  });
}
