import { describe, expect, it } from 'vitest';
import { authFor, nextEvent, settled, startWorld } from './support/world.ts';

const event = 'pusher_internal:subscription_count';

describe('subscription counts', () => {
  it('are sent to all subscribers at every change', async () => {
    const { connect } = await startWorld({ subscriptionCount: true });
    const [first, second] = [connect(), connect()];
    const channel = first.subscribe('room');
    expect(await nextEvent(channel, 'pusher:subscription_count')).toEqual({ subscription_count: 1 });
    const two = nextEvent(channel, 'pusher:subscription_count');
    await nextEvent(second.subscribe('room'), 'pusher:subscription_count');
    expect(await two).toEqual({ subscription_count: 2 });
    expect(channel.subscriptionCount).toBe(2);
    const one = nextEvent(channel, 'pusher:subscription_count');
    second.disconnect();
    expect(await one).toEqual({ subscription_count: 1 });
  });

  it('are not sent on presence channels, or if the app does not enable them, which is the default', async () => {
    for (const [app, channel] of [
      [{ subscriptionCount: true }, 'presence-room'],
      [{}, 'room'],
    ] as const) {
      const { raw, sdk } = await startWorld(app);
      const client = await raw();
      client.send(
        'pusher:subscribe',
        channel === 'room' ? { channel } : authFor(client, sdk, channel, { user_id: 'ada' }),
      );
      await client.settled();
      expect(client.messages.map((message) => message.event)).not.toContain(event);
    }
  });

  it('have a minimum interval on channels with more than 100 subscribers', async () => {
    const { connect, raw } = await startWorld({ subscriptionCount: true }, { subscriptionCountInterval: 80 });
    const pusher = connect();
    const counts: number[] = [];
    const channel = pusher.subscribe('room');
    channel.bind('pusher:subscription_count', ({ subscription_count }: { subscription_count: number }) =>
      counts.push(subscription_count),
    );
    const others = await Promise.all(Array.from({ length: 110 }, () => raw()));
    for (const other of others) {
      other.send('pusher:subscribe', { channel: 'room' });
      await other.next('pusher_internal:subscription_succeeded');
    }
    await settled(pusher);
    await expect.poll(() => counts.at(-1)).toBe(111);
    expect(counts.length).toBeLessThan(108);
  });
});
