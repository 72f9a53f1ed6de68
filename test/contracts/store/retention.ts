import { expect, it } from 'vitest';
import type { Lease, Retention } from '../../../src/core/ports/store.ts';
import { entryOf, eventOf, type Harness, minute, operationOn } from './harness.ts';

export function retentionContract(harness: Harness): void {
  const { subscribe, pass } = harness;
  const room = operationOn('t', 'a');
  const long = 60 * minute;

  const append = (lease: Lease, retention: Retention, ...eventIds: string[]) =>
    harness.store.logs.append(
      lease,
      eventIds.map((id) => entryOf(room, id)),
      retention,
    );
  const offsetsSince = async (epoch: string, offset: number) =>
    (await harness.store.logs.since(room, { epoch, offset }))?.entries?.map(
      ({ position }) => position.offset,
    );

  it('keeps as many results as it is told, and says so when one in between is gone', async () => {
    const { epoch } = await subscribe(room);
    const lease = await harness.lease('t');
    const retention = { results: 3, milliseconds: long };
    for (const id of ['e1', 'e2', 'e3', 'e4', 'e5']) await append(lease, retention, id);
    expect(await offsetsSince(epoch, 2)).toEqual([3, 4, 5]);
    expect(await offsetsSince(epoch, 1)).toBeUndefined();
    expect(await offsetsSince(epoch, 0)).toBeUndefined();
    expect((await harness.store.logs.since(room, { epoch, offset: 0 }))?.top).toEqual({ epoch, offset: 5 });
  });

  it('keeps to it when more come at once', async () => {
    const { epoch } = await subscribe(room);
    await append(await harness.lease('t'), { results: 2, milliseconds: long }, 'e1', 'e2', 'e3', 'e4');
    expect(await offsetsSince(epoch, 2)).toEqual([3, 4]);
    expect(await offsetsSince(epoch, 1)).toBeUndefined();
  });

  it('keeps results as long as it is told', async () => {
    const { epoch } = await subscribe(room, 'c', long);
    const lease = await harness.lease('t');
    const retention = { results: 100, milliseconds: 1_000 };
    await append(lease, retention, 'e1');
    pass(500);
    await append(lease, retention, 'e2');
    pass(499);
    expect(await offsetsSince(epoch, 0)).toEqual([1, 2]);
    pass(1);
    expect(await offsetsSince(epoch, 0)).toBeUndefined();
    expect(await offsetsSince(epoch, 1)).toEqual([2]);
    pass(500);
    expect(await offsetsSince(epoch, 1)).toBeUndefined();
    expect(await offsetsSince(epoch, 2)).toEqual([]);
  });

  it('goes on numbering after everything was dropped', async () => {
    const { epoch } = await subscribe(room, 'c', long);
    const lease = await harness.lease('t');
    const retention = { results: 100, milliseconds: 1_000 };
    await append(lease, retention, 'e1', 'e2');
    pass(1_000);
    const logged = await append(lease, retention, 'e3');
    expect(logged?.map(({ position }) => position)).toEqual([{ epoch, offset: 3 }]);
    expect(await offsetsSince(epoch, 2)).toEqual([3]);
  });

  it('keeps none when it is told so, and numbers all the same', async () => {
    const { epoch } = await subscribe(room);
    const lease = await harness.lease('t');
    await append(lease, { results: 0, milliseconds: long }, 'e1');
    await append(lease, { results: 0, milliseconds: long }, 'e2');
    expect(await offsetsSince(epoch, 1)).toBeUndefined();
    expect(await offsetsSince(epoch, 2)).toEqual([]);
  });

  it('forgets no event that still waits in the mailbox, so that a late retry gets the same number', async () => {
    await subscribe(room, 'c', 24 * long);
    const lease = await harness.lease('t');
    await harness.store.mailboxes.append('t', eventOf('e1'));
    const retention = { results: 1, milliseconds: 1_000 };
    await append(lease, retention, 'e1');
    pass(long);
    await append(lease, retention, 'e2');
    expect((await append(lease, retention, 'e1'))?.map(({ position }) => position.offset)).toEqual([1]);
    await harness.store.mailboxes.append('t', eventOf('another'));
    await harness.store.mailboxes.acknowledge(lease, ['e1']);
    await append(lease, retention, 'e3');
    expect((await append(lease, retention, 'e3'))?.map(({ position }) => position.offset)).toEqual([3]);
  });

  it('takes "for ever" at its word', async () => {
    const { epoch } = await subscribe(room, 'c', Number.POSITIVE_INFINITY);
    const forEver = { results: Number.POSITIVE_INFINITY, milliseconds: Number.POSITIVE_INFINITY };
    await append(await harness.lease('t'), forEver, 'e1');
    pass(1_000 * long);
    expect(await harness.store.registrations.sweep()).toBe(0);
    expect(await offsetsSince(epoch, 0)).toEqual([1]);
  });
}
