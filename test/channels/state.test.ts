import { describe, expect, it } from 'vitest';
import { connected, join, nextEvent, startWorld, type World } from './support/world.ts';

async function get({ sdk }: World, path: string, params: Record<string, string> = {}): Promise<unknown> {
  return (await sdk.get({ path, params })).json();
}

describe('the state of an app', () => {
  it('lists only channels that have subscribers', async () => {
    const world = await startWorld({ userAuthentication: true });
    expect(await get(world, '/channels')).toEqual({ channels: {} });
    const pusher = world.connect({ user: { id: 'ada' } });
    await connected(pusher);
    pusher.signin();
    await nextEvent(pusher, 'pusher:signin_success');
    for (const name of ['room', 'private-room', 'presence-room']) await join(pusher, name);
    expect(await get(world, '/channels')).toEqual({
      channels: { room: {}, 'private-room': {}, 'presence-room': {} },
    });
    expect(await get(world, '/channels', { filter_by_prefix: 'presence-', info: 'user_count' })).toEqual({
      channels: { 'presence-room': { user_count: 1 } },
    });
    pusher.unsubscribe('room');
    await expect.poll(() => get(world, '/channels', { filter_by_prefix: 'r' })).toEqual({ channels: {} });
  });

  it('returns the requested attributes of one channel', async () => {
    const world = await startWorld();
    expect(await get(world, '/channels/room')).toEqual({ occupied: false });
    expect(await get(world, '/channels/presence-room', { info: 'user_count' })).toEqual({
      occupied: false,
      user_count: 0,
    });
    for (const user_id of ['ada', 'bob', 'bob'])
      await join(world.connect({ member: { user_id } }), 'presence-room');
    expect(await get(world, '/channels/presence-room')).toEqual({ occupied: true });
    expect(await get(world, '/channels/presence-room', { info: 'user_count,subscription_count' })).toEqual({
      occupied: true,
      user_count: 2,
      subscription_count: 3,
    });
  });

  it('returns the cached event of a channel, and the seconds until it expires', async () => {
    let now = Date.now();
    const world = await startWorld({}, { now: () => now });
    expect(await get(world, '/channels/cache-room', { info: 'cache' })).toEqual({
      occupied: false,
      cache: null,
    });
    await world.sdk.trigger('cache-room', 'price', { eur: 1 });
    now += 60_000;
    expect(await get(world, '/channels/cache-room', { info: 'cache' })).toEqual({
      occupied: false,
      cache: { data: '{"eur":1}', ttl: 1_740 },
    });
  });

  it('lists each user of a presence channel once', async () => {
    const world = await startWorld();
    for (const user_id of ['ada', 'bob', 'bob'])
      await join(world.connect({ member: { user_id } }), 'presence-room');
    expect(await get(world, '/channels/presence-room/users')).toEqual({
      users: [{ id: 'ada' }, { id: 'bob' }],
    });
    expect(await get(world, '/channels/presence-empty/users')).toEqual({ users: [] });
  });

  it.each([
    ['user_count of all channels', '/channels', { info: 'user_count' }, 'filter_by_prefix=presence-'],
    [
      'user_count with another prefix',
      '/channels',
      { info: 'user_count', filter_by_prefix: 'p' },
      'presence',
    ],
    ['an unknown attribute of all channels', '/channels', { info: 'weather' }, 'weather'],
    ['user_count of a public channel', '/channels/room', { info: 'user_count' }, 'presence channels'],
    ['cache of a channel that is not a cache channel', '/channels/room', { info: 'cache' }, 'cache channels'],
    ['an unknown attribute', '/channels/room', { info: 'weather' }, 'weather'],
    ['a channel with a forbidden name', '/channels/a%20room', {}, 'Invalid channel name'],
    ['the users of a public channel', '/channels/room/users', {}, 'presence channels'],
  ])('a request for %s is rejected with 400', async (_, path, params, expectedMessage) => {
    const world = await startWorld();
    await expect(get(world, path, params)).rejects.toMatchObject({
      status: 400,
      body: expect.stringContaining(expectedMessage),
    });
  });

  it('counts connections and messages for metrics', async () => {
    const world = await startWorld({ userAuthentication: true });
    const pusher = world.connect();
    await join(pusher, 'room');
    await world.sdk.trigger(['room', 'elsewhere'], 'message', {});
    expect(world.server.stats()).toMatchObject({
      connections: 1,
      channels: 1,
      users: 0,
      published: 2,
      received: 1,
      // The connection message, the subscription success, the event.
      sent: 3,
      cutForSlowness: 0,
    });
  });
});

it('channels named like properties of objects are listed', async () => {
  const { raw, sdk } = await startWorld();
  const client = await raw();
  const names = ['__proto__', 'constructor', 'toString'];
  for (const channel of names) client.send('pusher:subscribe', { channel });
  await client.settled();
  const response = await sdk.get({ path: '/channels', params: { info: 'subscription_count' } });
  const { channels } = (await response.json()) as { channels: object };
  expect(Object.entries(channels)).toEqual(names.map((name) => [name, { subscription_count: 1 }]));
  const triggered = await sdk.trigger(names, 'n', 1, { info: 'subscription_count' });
  const described = ((await triggered.json()) as { channels: object }).channels;
  expect(Object.entries(described)).toEqual(names.map((name) => [name, { subscription_count: 1 }]));
});
