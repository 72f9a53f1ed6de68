import { describe, expect, it } from 'vitest';
import { authFor, join, startWorld } from './support/world.ts';

type World = Awaited<ReturnType<typeof startWorld>>;

/** Posts a body that the SDK itself would reject. The SDK accepts an object, although its type is a string. */
function post({ sdk }: World, path: string, body: unknown) {
  return sdk.post({ path, body: body as string, params: {} });
}

const event = { name: 'message', data: '{}', channels: ['room'] };

describe('triggering an event', () => {
  it('returns an empty object', async () => {
    const { sdk } = await startWorld();
    const response = await sdk.trigger('room', 'message', {});
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/json',
      {},
    ]);
  });

  it('accepts a single channel as `channel`', async () => {
    const world = await startWorld();
    expect((await post(world, '/events', { name: 'message', data: '{}', channel: 'room' })).status).toBe(200);
  });

  it('returns the requested counts for the channels that have them', async () => {
    const { connect, sdk } = await startWorld();
    await join(connect({ member: { user_id: 'ada' } }), 'presence-room');
    await join(connect({ member: { user_id: 'ada' } }), 'presence-room');
    await join(connect(), 'room');
    const response = await sdk.trigger(
      ['room', 'presence-room', 'empty'],
      'message',
      {},
      {
        info: 'user_count,subscription_count',
      },
    );
    expect(await response.json()).toEqual({
      channels: {
        room: { subscription_count: 1 },
        'presence-room': { user_count: 1, subscription_count: 2 },
        empty: { subscription_count: 0 },
      },
    });
  });

  it.each([
    [
      '101 channels',
      400,
      { ...event, channels: Array.from({ length: 101 }, (_, n) => `room-${n}`) },
      'maximum is 100',
    ],
    ['no channels', 400, { ...event, channels: [] }, 'channels is missing'],
    ['a channel name of 165 characters', 400, { ...event, channels: ['r'.repeat(165)] }, 'maximum is 164'],
    ['a forbidden character', 400, { ...event, channels: ['a room'] }, 'Invalid channel name'],
    ['an event name of 201 characters', 400, { ...event, name: 'e'.repeat(201) }, 'maximum is 200'],
    ['an empty event name', 400, { ...event, name: '' }, 'name is empty'],
    ['an event name of the protocol', 400, { ...event, name: 'pusher:error' }, 'another event name'],
    ['10,241 bytes', 413, { ...event, data: 'x'.repeat(10_241) }, '10240 bytes'],
    ['10,242 bytes in fewer characters', 413, { ...event, data: 'ä'.repeat(5_121) }, '10240 bytes'],
    ['data that is not a string', 400, { ...event, data: { a: 1 } }, 'data is missing. Send a string'],
    ['no data', 400, { name: 'message', channels: ['room'] }, 'data is missing'],
    ['no name', 400, { data: '{}', channels: ['room'] }, 'name is missing'],
    [
      'an encrypted channel among others',
      400,
      { ...event, channels: ['private-encrypted-a', 'room'] },
      'encrypted',
    ],
    [
      'two encrypted channels',
      400,
      { ...event, channels: ['private-encrypted-a', 'private-encrypted-b'] },
      'encrypted',
    ],
    ['a malformed socket id', 400, { ...event, socket_id: 'me' }, 'socket_id'],
    ['an unknown info attribute', 400, { ...event, info: 'weather' }, 'weather'],
    ['a list for a body', 400, [event], 'expected object'],
  ])('with %s is rejected with %i', async (_, status, body, expectedMessage) => {
    const world = await startWorld();
    await expect(post(world, '/events', body)).rejects.toMatchObject({
      status,
      body: expect.stringContaining(expectedMessage),
    });
    expect(world.server.stats().published).toBe(0);
  });

  it('accepts exactly 10,240 bytes, 100 channels and 200 characters', async () => {
    const { sdk } = await startWorld();
    const channels = Array.from({ length: 100 }, (_, n) => `${'r'.repeat(160)}-${n}`);
    expect((await sdk.trigger(channels, 'e'.repeat(200), 'x'.repeat(10_240))).status).toBe(200);
  });
});

describe('triggering a batch', () => {
  it('delivers all its events in order', async () => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', { channel: 'a' });
    client.send('pusher:subscribe', authFor(client, sdk, 'private-b'));
    await client.next('pusher_internal:subscription_succeeded', 'private-b');
    const response = await sdk.triggerBatch(
      Array.from({ length: 10 }, (_, n) => ({
        channel: n % 2 ? 'a' : 'private-b',
        name: 'n',
        data: String(n),
      })),
    );
    expect(await response.json()).toEqual({});
    await client.settled();
    const received = client.messages.filter((message) => message.event === 'n').map(({ data }) => data);
    expect(received).toEqual(Array.from({ length: 10 }, (_, n) => String(n)));
  });

  it('returns the counts of each event that requests them, in order', async () => {
    const { connect, sdk } = await startWorld();
    await join(connect(), 'room');
    const response = await sdk.triggerBatch([
      { channel: 'room', name: 'n', data: '', info: 'subscription_count' },
      { channel: 'room', name: 'n', data: '' },
      { channel: 'presence-room', name: 'n', data: '', info: 'user_count' },
    ] as Parameters<typeof sdk.triggerBatch>[0]);
    expect(await response.json()).toEqual({ batch: [{ subscription_count: 1 }, {}, { user_count: 0 }] });
  });

  const one = { name: 'n', data: '{}', channel: 'room' };
  it.each([
    ['11 events', 400, Array(11).fill(one), 'Batch too large'],
    ['no events', 400, [], 'empty'],
    ['one invalid event', 400, [one, { ...one, channel: 'a room' }], 'Event 1 of the batch'],
    ['one large event', 413, [one, { ...one, data: 'x'.repeat(10_241) }], 'Event 1 of the batch'],
    ['an event without a channel', 400, [{ name: 'n', data: '' }], 'channel is missing'],
  ])('with %s is rejected with %i, and no event is delivered', async (_, status, batch, expectedMessage) => {
    const world = await startWorld();
    await expect(post(world, '/batch_events', { batch })).rejects.toMatchObject({
      status,
      body: expect.stringContaining(expectedMessage),
    });
    expect(world.server.stats().published).toBe(0);
  });

  it('accepts `null` for omitted fields, which some SDKs send', async () => {
    const world = await startWorld();
    const batch = [{ ...one, socket_id: null, info: null }];
    expect((await post(world, '/batch_events', { batch })).status).toBe(200);
  });
});
