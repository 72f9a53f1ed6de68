import { describe, expect, it } from 'vitest';
import { authFor, join, nextEvent, startWorld } from './support/world.ts';

const kinds = ['cache-room', 'private-cache-room', 'presence-cache-room'];

describe('cache channels', () => {
  it.each(kinds)('%s: a new subscriber receives the last event first', async (name) => {
    const { connect, sdk } = await startWorld();
    await sdk.trigger(name, 'price', 1);
    await sdk.trigger(name, 'price', 2);
    const channel = connect().subscribe(name);
    expect(await nextEvent(channel, 'price')).toBe(2);
  });

  it.each(kinds)('%s: a new subscriber receives a cache miss if there is no event', async (name) => {
    const { connect } = await startWorld();
    await nextEvent(connect().subscribe(name), 'pusher:cache_miss');
  });

  it('the cached event is sent once, after the subscription success, and only to the new subscriber', async () => {
    const { raw, sdk } = await startWorld();
    const [first, second] = [await raw(), await raw()];
    first.send('pusher:subscribe', { channel: 'cache-room' });
    await first.next('pusher:cache_miss');
    await sdk.trigger('cache-room', 'price', '3');
    second.send('pusher:subscribe', { channel: 'cache-room' });
    await second.settled();
    await first.settled();
    expect(second.messages.slice(1, 3)).toEqual([
      { event: 'pusher_internal:subscription_succeeded', data: '{}', channel: 'cache-room' },
      { event: 'price', data: '3', channel: 'cache-room' },
    ]);
    expect(first.messages.filter(({ event }) => event === 'price')).toHaveLength(1);
  });

  it('the cached event remains without subscribers, and is sent to each new one', async () => {
    const { connect, sdk } = await startWorld();
    await sdk.triggerBatch([{ channel: 'cache-room', name: 'price', data: 5 as unknown as string }]);
    for (let visit = 0; visit < 2; visit++) {
      const pusher = connect();
      expect(await nextEvent(pusher.subscribe('cache-room'), 'price')).toBe(5);
      pusher.disconnect();
    }
  });

  it('expire an event after 30 minutes', async () => {
    let now = Date.now();
    const { raw, sdk } = await startWorld({}, { now: () => now });
    await sdk.trigger('cache-room', 'price', '1');
    now += 29 * 60_000;
    const early = await raw();
    early.send('pusher:subscribe', { channel: 'cache-room' });
    await early.next('price');
    now += 60_001;
    const late = await raw();
    late.send('pusher:subscribe', { channel: 'cache-room' });
    await late.next('pusher:cache_miss');
  });

  it('never cache client events', async () => {
    const { raw, sdk } = await startWorld({ clientEvents: true });
    const [sender, newcomer] = [await raw(), await raw()];
    sender.send('pusher:subscribe', authFor(sender, sdk, 'private-cache-room'));
    sender.send('client-price', {}, 'private-cache-room');
    await sender.settled();
    newcomer.send('pusher:subscribe', authFor(newcomer, sdk, 'private-cache-room'));
    await newcomer.next('pusher:cache_miss');
  });

  it('only channels with the prefix cache- cache events', async () => {
    const { connect, sdk } = await startWorld();
    await sdk.trigger('my-cache-room', 'price', 1);
    const pusher = connect();
    const seen: string[] = [];
    const channel = pusher.subscribe('my-cache-room');
    channel.bind_global((event: string) => seen.push(event));
    await nextEvent(channel, 'pusher:subscription_succeeded');
    await join(pusher, 'another');
    expect(seen).toEqual(['pusher:subscription_succeeded']);
  });
});
