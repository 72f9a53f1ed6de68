import { expect, it } from 'vitest';
import { allOf, entryOf, eventOf, generous, type Harness, minute, operationOn } from './harness.ts';
import { signal } from './logs.ts';

export function sharingContract(harness: Harness): void {
  const room = operationOn('t', 'a');

  it('shows one process what another has stored', async () => {
    const theirs = await harness.another();
    const position = await harness.subscribe(room, 'c');
    await harness.store.mailboxes.append('t', eventOf('e1'));
    expect(await theirs.registrations.byChannel('c')).toEqual([room]);
    expect(await allOf(theirs.mailboxes.waiting())).toEqual(['t']);
    expect(await theirs.registrations.add(room, { channel: 'd', dialect: 'topic' }, minute)).toEqual(
      position,
    );
    await harness.renew('t');
    expect(await harness.store.generations.current('t')).toEqual(await theirs.generations.current('t'));
    expect(await harness.store.registrations.byTopic('t')).toEqual([]);
  });

  it('restarts a log once, whichever processes ask for it', async () => {
    const stores = [harness.store, await harness.another(), await harness.another()];
    const { epoch } = await harness.subscribe(room);
    const known = { epoch, offset: 1 };
    const restarted = await Promise.all(stores.map((store) => store.logs.restart(room, known)));
    expect(new Set(restarted.map((position) => position?.epoch)).size).toBe(1);
    expect(restarted[0]?.epoch).not.toBe(epoch);
  });

  it('has one holder of a topic among all processes', async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => harness.another()));
    const leases = await Promise.all(stores.map((store) => store.mailboxes.acquire('t', minute, 0)));
    expect(leases.filter((lease) => lease !== undefined)).toHaveLength(1);
  });

  it('lets the next holder finish what the last one left, under the same numbers', async () => {
    const theirs = await harness.another();
    await harness.subscribe(room, 'c', 60 * minute);
    for (const id of ['e1', 'e2']) await harness.store.mailboxes.append('t', eventOf(id));
    await harness.log(await harness.lease('t'), room, 'e1');
    harness.pass(minute);
    const { lease, events } = (await theirs.mailboxes.acquire('t', minute, 9)) ?? {};
    if (!lease) throw new Error('The lease did not run out.');
    expect(events).toEqual([eventOf('e1'), eventOf('e2')]);
    const entries = ['e1', 'e2'].map((id) => entryOf(room, id));
    const logged = await theirs.logs.append(lease, entries, generous);
    expect(logged?.map(({ position }) => position.offset)).toEqual([1, 2]);
  });

  it('wakes a follower in another process', async () => {
    const theirs = await harness.another();
    await harness.subscribe(room);
    const heard = signal();
    const leave = await theirs.logs.follow(room, heard.listener);
    await harness.log(await harness.lease('t'), room, 'e1');
    await heard.next();
    expect((await theirs.logs.since(room, await harness.subscribe(room)))?.top.offset).toBe(1);
    await leave();
  });

  it('keeps everything for the one who opens it next', async () => {
    const position = await harness.subscribe(room, 'c');
    await harness.store.mailboxes.append('t', eventOf('e1'));
    await harness.store.close();
    const theirs = await harness.another();
    expect(await theirs.registrations.add(room, { channel: 'c', dialect: 'native' }, minute)).toEqual(
      position,
    );
    expect(await theirs.mailboxes.depth('t')).toBe(1);
  });

  it('answers STORE_UNAVAILABLE once it is closed', async () => {
    await harness.store.ready();
    await harness.store.close();
    await harness.store.close();
    const unavailable = { name: 'GatewayError', code: 'STORE_UNAVAILABLE', status: 503 };
    await expect(harness.store.ready()).rejects.toMatchObject(unavailable);
    await expect(harness.store.mailboxes.append('t', eventOf('e'))).rejects.toMatchObject(unavailable);
    await expect(harness.store.registrations.byTopic('t')).rejects.toMatchObject(unavailable);
    await expect(allOf(harness.store.registrations.all())).rejects.toMatchObject(unavailable);
  });
}
