import { createRequire } from 'node:module';
import { describe, expect, it, onTestFinished } from 'vitest';
import { signChannel } from '../../src/signing/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import type { RawClient } from './support/raw-client.ts';
import { authFor, credentials, join, nextEvent, settled, startWorld } from './support/world.ts';

describe('subscribing', () => {
  it.each(['room', 'private-room', 'presence-room'])(
    'events of the official SDK reach pusher-js on %s',
    async (name) => {
      const { connect, sdk } = await startWorld();
      const channels = await Promise.all([join(connect(), name), join(connect(), name)]);
      const received = channels.map((channel) => nextEvent(channel, 'message'));
      await sdk.trigger(name, 'message', { text: 'grüß dich', n: 1 });
      expect(await Promise.all(received)).toEqual(Array(2).fill({ text: 'grüß dich', n: 1 }));
    },
  );

  it('an event is delivered with its data as the string that was published', async () => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'room' });
    expect(await client.next('pusher_internal:subscription_succeeded')).toEqual({
      event: 'pusher_internal:subscription_succeeded',
      data: '{}',
      channel: 'room',
    });
    await sdk.trigger('room', 'message', { a: 1 });
    expect(await client.next('message')).toEqual({ event: 'message', data: '{"a":1}', channel: 'room' });
  });

  it('events of all sizes arrive unchanged', async () => {
    const { connect, sdk } = await startWorld({ limits: { eventBytes: 200_000 } });
    const channel = await join(connect(), 'room');
    // Each size needs another length format in the frame header.
    for (const size of [1, 100, 10_000, 70_000]) {
      const message = nextEvent(channel, 'message');
      await sdk.trigger('room', 'message', 'ä'.repeat(size));
      expect(await message).toBe('ä'.repeat(size));
    }
  });

  it('an event for many channels reaches each one with its own channel name', async () => {
    const { connect, sdk } = await startWorld();
    const pusher = connect();
    const names = Array.from({ length: 100 }, (_, index) => `room-${index}`);
    const channels = await Promise.all(names.map((name) => join(pusher, name)));
    const received = channels.map((channel) => nextEvent(channel, 'message'));
    await sdk.trigger(names, 'message', 'to all');
    expect(await Promise.all(received)).toEqual(Array(100).fill('to all'));
  });

  it('an event is not delivered to the client with the given socket id', async () => {
    const { raw, sdk } = await startWorld();
    const [sender, other] = await Promise.all([raw(), raw()]);
    for (const client of [sender, other]) {
      client.send('pusher:subscribe', { channel: 'room' });
      await client.next('pusher_internal:subscription_succeeded');
    }
    await sdk.trigger('room', 'message', 'hello', { socket_id: sender.socketId });
    await sdk.triggerBatch([{ channel: 'room', name: 'message', data: 'hello', socket_id: sender.socketId }]);
    await other.next('message');
    await other.next('message');
    await sender.settled();
    expect(sender.messages.filter(({ event }) => event === 'message')).toEqual([]);
  });

  it('a client receives no events after unsubscribing, and can unsubscribe again', async () => {
    const { connect, sdk, server } = await startWorld();
    const pusher = connect();
    const channel = await join(pusher, 'room');
    const received: unknown[] = [];
    channel.bind('message', (data: unknown) => received.push(data));
    pusher.unsubscribe('room');
    pusher.send_event('pusher:unsubscribe', { channel: 'room' });
    pusher.send_event('pusher:unsubscribe', { channel: 'never-joined' });
    await settled(pusher);
    await sdk.trigger('room', 'message', {});
    await settled(pusher);
    expect(received).toEqual([]);
    expect(server.stats().channels).toBe(0);
  });

  it('a client can unsubscribe and subscribe again', async () => {
    const { connect, sdk } = await startWorld();
    const pusher = connect();
    await join(pusher, 'private-room');
    pusher.unsubscribe('private-room');
    const channel = await join(pusher, 'private-room');
    const message = nextEvent(channel, 'message');
    await sdk.trigger('private-room', 'message', 1);
    expect(await message).toBe(1);
  });

  it('a second subscription to a channel is a connection error, and the first one stays active', async () => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'room' });
    client.send('pusher:subscribe', { channel: 'room' });
    expect(await client.next('pusher:error')).toEqual({
      event: 'pusher:error',
      data: { code: null, message: 'Existing subscription to channel room' },
    });
    await sdk.trigger('room', 'message', {});
    await client.next('message');
  });
});

describe('authorization', () => {
  it.each([
    'private-room',
    'presence-room',
    'private-encrypted-room',
    'private-cache-room',
    'presence-cache-room',
  ])('a false auth for %s is a subscription error that pusher-js shows', async (channelName) => {
    const { connect, sdk } = await startWorld();
    const pusher = connect({
      channelAuthorization: {
        transport: 'ajax',
        endpoint: '',
        // Signed for another connection.
        customHandler: (_, callback) => {
          const data = { user_id: 'ada' };
          callback(
            null,
            sdk.authorizeChannel('1.1', channelName, channelName.startsWith('presence') ? data : undefined),
          );
        },
      },
    });
    const error = await nextEvent(pusher.subscribe(channelName), 'pusher:subscription_error');
    expect(error).toMatchObject({ type: 'AuthError', status: 401 });
    expect(error.error).toMatch(/^Invalid signature: Expected HMAC SHA256 hex digest of \d+\.\d+:/);
  });

  it('a subscription without auth is rejected', async () => {
    const { raw } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'private-room' });
    expect(await client.next('pusher:subscription_error', 'private-room')).toMatchObject({
      data: { type: 'AuthError', status: 401 },
    });
  });

  it.each([
    ['auth that is not a string', { auth: 5 }],
    ['channel_data that is an object', { auth: 'test-key:x', channel_data: { user_id: 'ada' } }],
  ])('%s is refused on the channel and on the connection', async (_what, rest) => {
    const { raw } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'presence-room', ...rest });
    const { data } = await client.next('pusher:subscription_error', 'presence-room');
    expect(data).toMatchObject({ type: 'InvalidRequest', status: 400 });
    expect(await client.next('pusher:error')).toMatchObject({
      data: { code: null, message: (data as { error: string }).error },
    });
  });

  it('the auth of another channel or another app key is rejected', async () => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    const { auth } = authFor(client, sdk, 'private-a');
    client.send('pusher:subscribe', { channel: 'private-b', auth });
    await client.next('pusher:subscription_error', 'private-b');
    client.send('pusher:subscribe', { channel: 'private-a', auth: auth.replace('test-key', 'other-key') });
    await client.next('pusher:subscription_error', 'private-a');
    client.send('pusher:subscribe', { channel: 'private-a', auth });
    await client.next('pusher_internal:subscription_succeeded', 'private-a');
  });

  it('the signature also covers channel_data on private channels', async () => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    const request = authFor(client, sdk, 'private-room', { user_id: 'ada' });
    client.send('pusher:subscribe', { ...request, channel_data: undefined });
    await client.next('pusher:subscription_error', 'private-room');
    client.send('pusher:subscribe', request);
    await client.next('pusher_internal:subscription_succeeded', 'private-room');
  });
});

describe('a rejected subscription', () => {
  const valid = ({ socketId }: RawClient, channel: string): string =>
    signChannel(credentials, { socketId, channel });

  it.each<[string, string, (auth: string) => object, (socketId: string, channel: string) => string | RegExp]>(
    [
      [
        'an invalid signature',
        'private-room',
        () => ({ auth: 'test-key:bad' }),
        (id, channel) =>
          `Invalid signature: Expected HMAC SHA256 hex digest of ${id}:${channel}, but got bad`,
      ],
      [
        'a signature without its channel_data',
        'private-room',
        (auth) => ({ auth, channel_data: '{"a":1}' }),
        (id, channel) => new RegExp(`hex digest of ${id}:${channel}:{"a":1}, but got [0-9a-f]{64}$`),
      ],
      [
        'another key',
        'private-encrypted-room',
        (auth) => ({ auth: auth.replace('test-key', 'K') }),
        () => "Invalid key in subscription auth data: 'K'",
      ],
      [
        'no auth',
        'private-cache-room',
        () => ({}),
        (_, name) => `Auth info required to subscribe to ${name}`,
      ],
      [
        'an empty auth',
        'presence-r',
        () => ({ auth: '' }),
        () => 'Auth info required to subscribe to presence-r',
      ],
      ...['garbage', ':', 'test-key:', ':signature'].map(
        (auth): [string, string, () => object, (socketId: string, channel: string) => string] => [
          `the auth ${auth}`,
          'private-room',
          () => ({ auth }),
          (_, channel) =>
            `Auth value for subscription to ${channel} is invalid: should be of format 'key:signature'`,
        ],
      ),
      [
        'no channel_data for a presence channel',
        'presence-room',
        (auth) => ({ auth }),
        () => /^presence-room is a presence channel and subscription must include channel_data/,
      ],
      ['a name that is not allowed', 'a room', () => ({}), () => /channel name/],
    ],
  )('for %s has the text of Pusher on the channel and on the connection', async (_, channel, by, text) => {
    const { raw } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', { channel, ...by(valid(client, channel)) });
    const expected = text(client.socketId, channel);
    const error = typeof expected === 'string' ? expected : expect.stringMatching(expected);
    expect(await client.next('pusher:subscription_error', channel)).toMatchObject({ data: { error } });
    expect(await client.next('pusher:error')).toEqual({
      event: 'pusher:error',
      data: { code: null, message: error },
    });
    await client.settled();
  });

  it.each([
    '{',
    '{}',
    '{"user_id":""}',
    '{"user_id":{}}',
    '"ada"',
    JSON.stringify({ user_id: 'x'.repeat(129) }),
  ])('for the channel_data %s has one text on the channel and on the connection', async (channel_data) => {
    const { raw } = await startWorld();
    const client = await raw();
    const channel = 'presence-room';
    const claim = { socketId: client.socketId, channel, channelData: channel_data };
    client.send('pusher:subscribe', { channel, channel_data, auth: signChannel(credentials, claim) });
    const { data } = await client.next('pusher:subscription_error', channel);
    const { error } = data as { error: string };
    expect(error).not.toMatch(/signature|Auth/);
    expect(await client.next('pusher:error')).toMatchObject({ data: { code: null, message: error } });
  });

  it.each([
    ['8', Pusher],
    ['7', createRequire(import.meta.url)('pusher-js-7') as typeof Pusher],
  ])(
    'is a channel error and a connection error in pusher-js %s, which stays connected',
    async (_, Client) => {
      const { port, sdk } = await startWorld();
      const pusher = new Client(credentials.key, {
        cluster: '',
        wsHost: '127.0.0.1',
        wsPort: port,
        forceTLS: false,
        enabledTransports: ['ws'],
        authorizer: () => ({
          authorize: (_: string, callback: (error: null, data: { auth: string }) => void) =>
            callback(null, { auth: 'other-key:signature' }),
        }),
      });
      onTestFinished(() => pusher.disconnect());
      const onConnection = nextEvent(pusher.connection, 'error');
      const error = "Invalid key in subscription auth data: 'other-key'";
      const channel = pusher.subscribe('private-room');
      expect(await nextEvent(channel, 'pusher:subscription_error')).toMatchObject({ error });
      expect(await onConnection).toMatchObject({ data: { code: null, message: error } });
      const message = nextEvent(await join(pusher, 'room'), 'message');
      await sdk.trigger('room', 'message', 1);
      expect(await message).toBe(1);
    },
  );
});

describe('a connection at its maximum number of channels', () => {
  it('cannot subscribe to another channel until it unsubscribes from one, and keeps the others', async () => {
    const { raw, sdk, server } = await startWorld({ limits: { channelsPerConnection: 3 } });
    const client = await raw();
    for (const channel of ['a', 'b', 'c', 'd']) client.send('pusher:subscribe', { channel });
    const { data } = await client.next('pusher:subscription_error', 'd');
    expect(data).toMatchObject({
      type: 'LimitReached',
      status: 403,
      error: expect.stringContaining('3 channels'),
    });
    expect(await client.next('pusher:error')).toMatchObject({ data: { code: null } });
    expect(server.stats().channels).toBe(3);
    client.send('pusher:unsubscribe', { channel: 'a' });
    client.send('pusher:subscribe', { channel: 'd' });
    await client.next('pusher_internal:subscription_succeeded', 'd');
    await sdk.trigger('b', 'message', {});
    await client.next('message', 'b');
  });

  it('has 1,000 channels by default', async () => {
    const { raw, server } = await startWorld();
    const client = await raw();
    for (let n = 0; n < 1_010; n++) client.send('pusher:subscribe', { channel: `room-${n}` });
    await client.settled();
    expect(server.stats().channels).toBe(1_000);
  });
});

describe('channel names', () => {
  it.each([
    ['a space', 'a room'],
    ['a slash', 'a/room'],
    ['a hash', '#room'],
    ['165 characters', 'r'.repeat(165)],
    ['nothing', ''],
  ])('with %s are refused', async (_, channel) => {
    const { raw } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', { channel });
    expect(await client.next('pusher:subscription_error')).toMatchObject({ channel, data: { status: 400 } });
  });

  it('can use all allowed characters and 164 of them', async () => {
    const { connect } = await startWorld();
    const pusher = connect();
    await join(pusher, 'Aa0_-=@,.;');
    await join(pusher, 'r'.repeat(164));
  });
});

describe('invalid messages', () => {
  it.each([
    'no json',
    '[]',
    '{"data":1}',
    '{"event":"pusher:subscribe"}',
    '{"event":"pusher:bogus"}',
    'null',
  ])('%s is answered with an error, and the connection stays', async (text) => {
    const { raw } = await startWorld();
    const client = await raw();
    client.ws.send(text);
    expect(await client.next('pusher:error')).toMatchObject({ data: { code: null } });
    await client.settled();
  });

  it('a subscribe message can contain its data as a JSON string, which some clients send', async () => {
    const { raw } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', JSON.stringify({ channel: 'room', auth: null, channel_data: null }));
    await client.next('pusher_internal:subscription_succeeded', 'room');
  });
});
