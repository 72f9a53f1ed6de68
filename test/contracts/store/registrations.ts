import { describe, expect, it } from 'vitest';
import { allOf, channelOf, type Harness, liveChannels, minute, operationOn } from './harness.ts';

export function registrationsContract(harness: Harness): void {
  const { subscribe, pass } = harness;
  const room = operationOn('room-1', 'a');

  describe('adding', () => {
    it('starts a new operation at offset 0 of some epoch', async () => {
      const position = await subscribe(room);
      expect(position).toEqual({ epoch: expect.stringMatching(/^.{1,64}$/), offset: 0 });
    });

    it('answers the position of an operation that lives', async () => {
      const { epoch } = await subscribe(room);
      await harness.log(await harness.lease('room-1'), room, 'e1', 'e2');
      expect(await subscribe(room, 'another-channel')).toEqual({ epoch, offset: 2 });
    });

    it('gives an operation that has expired a new epoch and an empty log', async () => {
      const before = await subscribe(room);
      await harness.log(await harness.lease('room-1'), room, 'e1');
      pass(minute);
      const after = await subscribe(room);
      expect(after.epoch).not.toBe(before.epoch);
      expect(after.offset).toBe(0);
      expect(await harness.store.logs.since(room, before)).toEqual({ top: after, entries: undefined });
      expect(await harness.store.logs.since(room, after)).toEqual({ top: after, entries: [] });
    });

    it('forgets the channels that expired before the operation started anew', async () => {
      await subscribe(room, 'old');
      pass(minute);
      await subscribe(room, 'new');
      expect(await liveChannels(harness.store)).toEqual(['new']);
    });

    it('gives an operation whose last channel was removed a new epoch', async () => {
      const before = await subscribe(room);
      await harness.store.registrations.remove(channelOf(room));
      expect((await subscribe(room)).epoch).not.toBe(before.epoch);
    });

    it('keeps the epoch while one of several channels lives', async () => {
      const before = await subscribe(room, 'short', 10);
      await subscribe(room, 'long', minute);
      pass(10);
      await harness.store.registrations.sweep();
      expect((await subscribe(room, 'short')).epoch).toBe(before.epoch);
    });

    it('renews: the registration ends `ttl` ms after the last time', async () => {
      await subscribe(room);
      pass(minute - 1);
      await subscribe(room);
      pass(minute - 1);
      expect(await harness.store.registrations.byTopic('room-1')).toHaveLength(1);
      pass(1);
      expect(await harness.store.registrations.byTopic('room-1')).toEqual([]);
    });

    it('leaves an expiry that is further away', async () => {
      await subscribe(room, 'c', minute);
      await subscribe(room, 'c', 1);
      const [registration] = await allOf(harness.store.registrations.all());
      expect(registration?.expiresIn).toBe(minute);
    });

    it('remembers the dialect that came last', async () => {
      const { registrations } = harness.store;
      await harness.begin(room.topic);
      await registrations.add(room, { channel: 'c', dialect: 'sse' }, minute);
      await registrations.add(room, { channel: 'c', dialect: 'topic' }, minute);
      expect(await registrations.byTopic('room-1')).toEqual([
        { operation: room, channels: [{ channel: 'c', dialect: 'topic' }] },
      ]);
    });

    it.each([
      ['another', true],
      ['no', false],
    ])('rejects an operation when the topic has %s generation, and stores nothing', async (_, isBegun) => {
      if (isBegun) await harness.begin('room-1');
      const stale = operationOn('room-1', 'a', 'another');
      const channel = { channel: 'c', dialect: 'native' } as const;
      expect(await harness.store.registrations.add(stale, channel, minute)).toBeUndefined();
      expect(await harness.store.registrations.byTopic('room-1')).toEqual([]);
      expect(await harness.store.registrations.byChannel('c')).toEqual([]);
      expect(await liveChannels(harness.store)).toEqual([]);
    });

    it('makes one operation of many who ask at once', async () => {
      const positions = await Promise.all(Array.from({ length: 50 }, (_, n) => subscribe(room, `c${n}`)));
      expect(new Set(positions.map(({ epoch }) => epoch)).size).toBe(1);
      const [subscribed] = await harness.store.registrations.byTopic('room-1');
      expect(subscribed?.channels).toHaveLength(50);
    });
  });

  describe('by topic', () => {
    it('answers each operation once, as it was given, with its live channels', async () => {
      const other = operationOn('room-1', 'b');
      const { operationName: _, ...anonymous } = operationOn('room-1', 'anonymous');
      await subscribe(room, 'c1');
      await subscribe(room, 'c2', 10);
      await subscribe(room, 'c3');
      await subscribe(other, 'c1');
      await subscribe(anonymous, 'c4');
      await subscribe(operationOn('room-2'), 'c5');
      pass(10);
      const answer = await harness.store.registrations.byTopic('room-1');
      const channels = new Map(
        answer.map((each) => [each.operation.id, each.channels.map(({ channel }) => channel).sort()]),
      );
      expect(answer).toHaveLength(3);
      expect(channels).toEqual(
        new Map([
          ['a', ['c1', 'c3']],
          ['b', ['c1']],
          ['anonymous', ['c4']],
        ]),
      );
      expect(new Set(answer.map(({ operation }) => operation))).toEqual(new Set([room, other, anonymous]));
    });

    it('answers nothing for a topic that nobody wants', async () => {
      expect(await harness.store.registrations.byTopic('room-1')).toEqual([]);
    });

    it.each(['a}b{c', '{}', '}', '%7B', 'Zoë 🦆', 'a:b', '__proto__'])(
      'takes any name of a topic: %s',
      async (topic) => {
        const operation = operationOn(topic, 'a');
        await subscribe(operation, 'c');
        await harness.store.mailboxes.append(topic, { id: 'e', body: '1' });
        expect((await harness.store.registrations.byTopic(topic)).map((each) => each.operation)).toEqual([
          operation,
        ]);
        expect(await harness.store.registrations.byChannel('c')).toEqual([operation]);
        expect(await allOf(harness.store.mailboxes.waiting())).toEqual([topic]);
      },
    );
  });

  describe('by channel', () => {
    it('answers all operations of a channel, over several topics', async () => {
      const other = operationOn('room-1', 'b');
      const elsewhere = operationOn('room-2', 'c');
      for (const operation of [room, other, elsewhere]) await subscribe(operation, 'shared');
      const answer = await harness.store.registrations.byChannel('shared');
      expect(new Set(answer)).toEqual(new Set([room, other, elsewhere]));
      expect(answer).toHaveLength(3);
    });

    it('leaves out what has expired and what was removed', async () => {
      await subscribe(room, 'c', 10);
      pass(10);
      expect(await harness.store.registrations.byChannel('c')).toEqual([]);
      await subscribe(room, 'c');
      await harness.store.registrations.remove('c');
      expect(await harness.store.registrations.byChannel('c')).toEqual([]);
    });
  });

  describe('moving the expiry', () => {
    it('ends a channel sooner, in all its operations', async () => {
      const elsewhere = operationOn('room-2');
      await subscribe(room, 'c');
      await subscribe(elsewhere, 'c');
      await harness.store.registrations.expireIn('c', 10);
      pass(9);
      expect(await harness.store.registrations.byChannel('c')).toHaveLength(2);
      pass(1);
      expect(await harness.store.registrations.byChannel('c')).toEqual([]);
    });

    it('ends a channel later', async () => {
      const before = await subscribe(room, 'c', 10);
      await harness.store.registrations.expireIn('c', minute);
      pass(minute - 1);
      expect(await liveChannels(harness.store)).toEqual(['c']);
      expect(await harness.store.registrations.byChannel('c')).toEqual([room]);
      expect(await subscribe(room, 'c')).toEqual(before);
    });

    it('leaves other channels of the operation alone', async () => {
      await subscribe(room, 'c1');
      await subscribe(room, 'c2');
      await harness.store.registrations.expireIn('c1', 10);
      pass(10);
      expect(await liveChannels(harness.store)).toEqual(['c2']);
    });

    it('can be taken back: a channel that is occupied again lives on', async () => {
      const before = await subscribe(room, 'c');
      await harness.store.registrations.expireIn('c', 10);
      pass(5);
      await subscribe(room, 'c');
      pass(minute - 1);
      expect(await subscribe(room, 'c')).toEqual(before);
    });

    it('does not raise the dead', async () => {
      await subscribe(room, 'c', 10);
      pass(10);
      await harness.store.registrations.expireIn('c', minute);
      expect(await harness.store.registrations.byChannel('c')).toEqual([]);
      await harness.store.registrations.expireIn('unknown', minute);
      expect(await liveChannels(harness.store)).toEqual([]);
    });
  });

  describe('removing', () => {
    it('removes the channel from all its operations and leaves other channels', async () => {
      await subscribe(room, 'c1');
      await subscribe(operationOn('room-2'), 'c1');
      await subscribe(room, 'c2');
      await harness.store.registrations.remove('c1');
      expect(await liveChannels(harness.store)).toEqual(['c2']);
    });

    it('does not mind an unknown channel, nor the second time', async () => {
      await subscribe(room, 'c');
      await harness.store.registrations.remove('unknown');
      await harness.store.registrations.remove('c');
      await harness.store.registrations.remove('c');
      expect(await liveChannels(harness.store)).toEqual([]);
    });

    it('leaves a channel that is added again findable', async () => {
      for (let round = 0; round < 3; round++) {
        await harness.store.registrations.remove('c');
        await subscribe(room, 'c');
      }
      expect(await harness.store.registrations.byChannel('c')).toEqual([room]);
      await Promise.all([subscribe(room, 'd'), harness.store.registrations.remove('d')]);
      const [subscribed] = await harness.store.registrations.byTopic('room-1');
      const lives = subscribed?.channels.some(({ channel }) => channel === 'd');
      // Whoever came last: a registration that lives is one that can be found, and so removed.
      expect(await harness.store.registrations.byChannel('d')).toHaveLength(lives ? 1 : 0);
    });
  });
}
