import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { bind, topicChannel } from '../../src/client/index.ts';
import type { Pusher } from '../support/pusher-js.ts';
import { startWorld, untilJoined, type World } from './support/world.ts';

interface Message {
  id: string;
  text: string;
}

const messageAdded = topicChannel<{ roomId: string | number }, Message>({
  event: 'messageAdded',
  access: 'PRIVATE',
  template: 'room-{roomId}',
});

describe('binding to a topic channel', () => {
  let world: World;
  let pusher: Pusher;

  beforeEach(async () => {
    world = await startWorld();
    pusher = world.createPusher({
      channelAuthorization: {
        customHandler: ({ channelName, socketId }, callback) =>
          channelName.includes('secret')
            ? callback(new Error('no'), null)
            : callback(null, world.gateway.server.authorizeChannel(socketId, channelName)),
      },
    });
  });
  afterEach(() => world.close());

  const send = (channel: string, text: string): Promise<unknown> =>
    world.gateway.server.trigger(channel, 'messageAdded', { id: '1', text });

  it('delivers the events of one topic, typed', async () => {
    const texts: string[] = [];
    bind(pusher, messageAdded, { roomId: 'dogs' }, (message) => texts.push(message.text));
    await untilJoined(pusher, 'private-room-dogs');
    await send('private-room-cats', 'not for us');
    await send('private-room-dogs', 'hi');
    await vi.waitFor(() => expect(texts).toEqual(['hi']));
  });

  it('unsubscribes from the channel when the last binding is removed', async () => {
    const texts: string[] = [];
    const handler = (message: Message): void => void texts.push(message.text);
    const first = bind(pusher, messageAdded, { roomId: 1 }, handler);
    const second = bind(pusher, messageAdded, { roomId: 1 }, handler);
    await untilJoined(pusher, 'private-room-1');
    first();
    first();
    await send('private-room-1', 'once');
    await vi.waitFor(() => expect(texts).toEqual(['once']));
    expect(pusher.channel('private-room-1')).toBeDefined();
    second();
    expect(pusher.channel('private-room-1')).toBeUndefined();
  });

  it("keeps the application's own subscription", async () => {
    pusher.subscribe('private-room-1');
    bind(pusher, messageAdded, { roomId: 1 }, () => undefined)();
    await untilJoined(pusher, 'private-room-1');
  });

  it('with the cache option, subscribes to the cache channel and receives its last event', async () => {
    await send('private-cache-room-1', 'earlier');
    const texts: string[] = [];
    bind(pusher, messageAdded, { roomId: 1 }, (message) => texts.push(message.text), { cache: true });
    await vi.waitFor(() => expect(texts).toEqual(['earlier']));
  });

  const leaves: [string, (channel: string) => unknown][] = [
    ['unsubscribes from the channel', (channel) => pusher.unsubscribe(channel)],
    ['unsubscribes through the channel', (channel) => pusher.channel(channel).unsubscribe()],
  ];
  const unbinds: typeof leaves = [
    ['unbinds all listeners', (channel) => pusher.channel(channel).unbind_all()],
    ['unbinds all listeners of the event', (channel) => pusher.channel(channel).unbind('messageAdded')],
  ];

  it.each([...leaves, ...unbinds])('restores the binding after other code %s', async (_, damage) => {
    const channel = 'private-room-1';
    const texts: string[] = [];
    bind(pusher, messageAdded, { roomId: 1 }, ({ text }) => texts.push(text));
    await untilJoined(pusher, channel);
    const isListening = (): boolean => {
      const { subscribed, callbacks } = pusher.channel(channel) ?? {};
      return subscribed === true && callbacks?.get('messageAdded')?.length === 1;
    };
    expect(isListening()).toBe(true);
    damage(channel);
    expect(isListening()).toBe(false);
    await vi.waitFor(() => expect(isListening()).toBe(true), { timeout: 3_000 });
    for (const text of ['one', 'two']) await send(channel, text);
    await vi.waitFor(() => expect(texts).toContain('two'));
    expect(texts).toEqual(['one', 'two']);
  });

  it.each(leaves)('receives the last event of a cache channel after other code %s', async (_, damage) => {
    const channel = 'private-cache-room-1';
    const texts: string[] = [];
    bind(pusher, messageAdded, { roomId: 1 }, ({ text }) => texts.push(text), { cache: true });
    await untilJoined(pusher, channel);
    damage(channel);
    await send(channel, 'meanwhile');
    await vi.waitFor(() => expect(texts).toEqual(['meanwhile']), { timeout: 3_000 });
  });

  it('reports why the channel is rejected', async () => {
    const onError = vi.fn();
    bind(pusher, messageAdded, { roomId: 'secret' }, () => undefined, { onError });
    await vi.waitFor(() => expect(onError).toHaveBeenCalledWith({ type: 'AuthError', error: 'no' }));
  });

  it('does not compile with arguments or handlers of another topic', () => {
    const never = (): void => {
      // @ts-expect-error: the topic has no such argument.
      bind(pusher, messageAdded, { room: 'dogs' }, () => undefined);
      // @ts-expect-error: messages have no such field.
      bind(pusher, messageAdded, { roomId: 'dogs' }, (message) => message.subject);
    };
    expect(never).toBeTypeOf('function');
  });
});
