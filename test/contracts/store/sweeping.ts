import { expect, it } from 'vitest';
import { allOf, type Harness, liveChannels, minute, operationOn } from './harness.ts';

/** `registrations.all` and `registrations.sweep`. */
export function sweepingContract(harness: Harness): void {
  const { subscribe, pass } = harness;
  const room = operationOn('room-1', 'a');

  it('lists every live registration', async () => {
    await subscribe(room, 'c1');
    await subscribe(operationOn('room-2'), 'c1', 10);
    await subscribe(operationOn('room-3'), 'c3', 20);
    pass(10);
    const rows = await allOf(harness.store.registrations.all());
    expect(rows.sort((a, b) => a.topic.localeCompare(b.topic))).toEqual([
      { channel: 'c1', operation: 'a', topic: 'room-1', dialect: 'native', expiresIn: minute - 10 },
      { channel: 'c3', operation: 'on-room-3', topic: 'room-3', dialect: 'native', expiresIn: 10 },
    ]);
  });

  it('lists thousands, each once', async () => {
    const channels = Array.from({ length: 1_500 }, (_, n) => `c${String(n).padStart(4, '0')}`);
    await Promise.all(channels.map((channel, n) => subscribe(operationOn(`room-${n % 200}`), channel)));
    expect(await liveChannels(harness.store)).toEqual(channels);
  });

  it('sweeps what has expired and counts it', async () => {
    await subscribe(room, 'c1', 10);
    await subscribe(operationOn('room-2'), 'c2', 10);
    await subscribe(room, 'c3');
    expect(await harness.store.registrations.sweep()).toBe(0);
    pass(10);
    expect(await harness.store.registrations.sweep()).toBe(2);
    expect(await harness.store.registrations.sweep()).toBe(0);
    expect(await liveChannels(harness.store)).toEqual(['c3']);
    pass(minute);
    expect(await harness.store.registrations.sweep()).toBe(1);
  });

  it('sweeps what was made to expire sooner, and not what was renewed', async () => {
    await subscribe(room, 'c1');
    await subscribe(room, 'c2', 10);
    await harness.store.registrations.expireIn('c1', 5);
    await subscribe(room, 'c2', minute);
    pass(10);
    expect(await harness.store.registrations.sweep()).toBe(1);
    expect(await liveChannels(harness.store)).toEqual(['c2']);
  });

  it('sweeps thousands', async () => {
    await Promise.all(
      Array.from({ length: 1_200 }, (_, n) => subscribe(operationOn(`room-${n % 150}`), `c${n}`)),
    );
    pass(minute);
    expect(await harness.store.registrations.sweep()).toBe(1_200);
  });

  it('deletes the log of an operation that has ended, even when nobody asks for it again', async () => {
    const position = await subscribe(room, 'c', 10);
    await harness.log(await harness.lease('room-1'), room, 'e1');
    pass(10);
    expect(await harness.store.registrations.sweep()).toBe(1);
    expect(await harness.store.logs.since(room, position)).toBeUndefined();
    expect(await subscribe(room)).toEqual({ epoch: expect.not.stringMatching(position.epoch), offset: 0 });
  });
}
