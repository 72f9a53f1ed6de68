import { describe, expect, it } from 'vitest';
import type { RawClient } from './support/raw-client.ts';
import { authFor, join, nextEvent, startWorld } from './support/world.ts';

type World = Awaited<ReturnType<typeof startWorld>>;

async function joinRaw({ raw, sdk }: World, channel: string, user_id?: string): Promise<RawClient> {
  const client = await raw();
  client.send('pusher:subscribe', authFor(client, sdk, channel, user_id ? { user_id } : undefined));
  await client.next('pusher_internal:subscription_succeeded');
  return client;
}

describe('client events', () => {
  it.each(['private-room', 'presence-room'])('reach the other subscribers of %s', async (name) => {
    const { connect } = await startWorld({ clientEvents: true });
    const [sender, receiver] = await Promise.all([join(connect(), name), join(connect(), name)]);
    const message = nextEvent(receiver, 'client-typing');
    sender.trigger('client-typing', { at: 'line 1' });
    expect(await message).toEqual({ at: 'line 1' });
  });

  it('are not delivered to the sender', async () => {
    const world = await startWorld({ clientEvents: true });
    const sender = await joinRaw(world, 'private-room');
    sender.send('client-typing', {}, 'private-room');
    await sender.settled();
    expect(sender.messages.map(({ event }) => event)).not.toContain('client-typing');
  });

  it('contain the user id on presence channels only', async () => {
    const world = await startWorld({ clientEvents: true });
    for (const [name, user_id] of [
      ['presence-room', 'ada'],
      ['private-room', undefined],
    ] as const) {
      const [sender, receiver] = await Promise.all([
        joinRaw(world, name, 'ada'),
        joinRaw(world, name, 'bob'),
      ]);
      sender.send('client-typing', { a: 1 }, name);
      expect(await receiver.next('client-typing')).toEqual({
        event: 'client-typing',
        channel: name,
        data: '{"a":1}',
        ...(user_id && { user_id }),
      });
    }
  });

  it.each([
    ['on a public channel', 'room', {}],
    ['on an encrypted channel', 'private-encrypted-room', {}],
    ['with more than 10 kB', 'private-room', 'x'.repeat(10_241)],
  ])('are rejected %s', async (_, name, data) => {
    const world = await startWorld({ clientEvents: true });
    const sender = await joinRaw(world, name);
    sender.send('client-typing', data, name);
    const error = await sender.next('pusher:error');
    expect(error).toMatchObject({
      data: { code: null, message: expect.stringContaining('Client event rejected') },
    });
  });

  it('are rejected without a subscription to the channel, and without a channel', async () => {
    const { raw } = await startWorld({ clientEvents: true });
    const client = await raw();
    client.send('client-typing', {}, 'private-room');
    await client.next('pusher:error');
    client.send('client-typing', {});
    await client.next('pusher:error');
  });

  it('are rejected if the app does not enable them, which is the default', async () => {
    const world = await startWorld();
    const sender = await joinRaw(world, 'private-room');
    sender.send('client-typing', {}, 'private-room');
    expect(await sender.next('pusher:error')).toMatchObject({
      data: { message: expect.stringContaining('not enabled') },
    });
  });

  it('are not affected when the system clock is set back or jumps by an hour', async () => {
    let now = Date.now();
    const world = await startWorld({ clientEvents: true }, { now: () => now });
    const [sender, receiver] = await Promise.all([
      joinRaw(world, 'private-room'),
      joinRaw(world, 'private-room'),
    ]);
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 10; n++) sender.send('client-n', { n }, 'private-room');
      await sender.settled();
      now -= 3_600_000;
      // The server must read the clock between the two steps.
      await sender.settled();
      now += 1_000;
    }
    await receiver.settled();
    expect(sender.messages.filter(({ event }) => event === 'pusher:error')).toEqual([]);
    expect(receiver.messages.filter(({ event }) => event === 'client-n')).toHaveLength(30);
  });

  it('are dropped beyond 10 per second, with error 4301 for the sender', async () => {
    let now = Date.now();
    const world = await startWorld({ clientEvents: true }, { now: () => now });
    const [sender, receiver] = await Promise.all([
      joinRaw(world, 'private-room'),
      joinRaw(world, 'private-room'),
    ]);
    for (let n = 0; n < 11; n++) sender.send('client-n', { n }, 'private-room');
    expect(await sender.next('pusher:error')).toMatchObject({ data: { code: 4301 } });
    now += 1_000;
    sender.send('client-n', { n: 'later' }, 'private-room');
    await sender.settled();
    await receiver.settled();
    const received = receiver.messages.filter(({ event }) => event === 'client-n');
    expect(received).toHaveLength(11);
    expect(received.at(-1)).toMatchObject({ data: '{"n":"later"}' });
  });
});
