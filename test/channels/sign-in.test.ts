import { describe, expect, it } from 'vitest';
import type { RawClient } from './support/raw-client.ts';
import { connected, nextEvent, startWorld, type World } from './support/world.ts';

interface UserData {
  id: string;
  watchlist?: string[];
}

async function signInRaw({ raw, sdk }: World, user: UserData): Promise<RawClient> {
  const client = await raw();
  client.send('pusher:signin', sdk.authenticateUser(client.socketId, user));
  await client.next('pusher:signin_success');
  return client;
}

async function watched(client: RawClient): Promise<unknown> {
  return JSON.parse(String((await client.next('pusher_internal:watchlist_events')).data)).events;
}

describe('signing in', () => {
  it('returns the user data in an object', async () => {
    const { raw, sdk } = await startWorld({ userAuthentication: true });
    const client = await raw();
    const { auth, user_data } = sdk.authenticateUser(client.socketId, { id: 'ada' });
    client.send('pusher:signin', { auth, user_data });
    expect(await client.next('pusher:signin_success')).toEqual({
      event: 'pusher:signin_success',
      data: { user_data },
    });
  });

  it('delivers events for the user to all its connections and to no others', async () => {
    const { connect, sdk } = await startWorld({ userAuthentication: true });
    const mine = [connect({ user: { id: 'ada' } }), connect({ user: { id: 'ada' } })];
    const other = connect({ user: { id: 'bob' } });
    const strays: unknown[] = [];
    other.user.bind('news', (data: unknown) => strays.push(data));
    const received = mine.map((pusher) => nextEvent(pusher.user, 'news'));
    for (const pusher of [...mine, other]) {
      await connected(pusher);
      pusher.signin();
      await nextEvent(pusher, 'pusher:signin_success');
    }
    await sdk.sendToUser('ada', 'news', { text: 'for you' });
    expect(await Promise.all(received)).toEqual(Array(2).fill({ text: 'for you' }));
    const last = nextEvent(other.user, 'last');
    await sdk.sendToUser('bob', 'last', {});
    await last;
    expect(strays).toEqual([]);
  });

  it('a client cannot subscribe to the events of another user, or of any user without a sign-in', async () => {
    const world = await startWorld({ userAuthentication: true });
    const ada = await signInRaw(world, { id: 'ada' });
    ada.send('pusher:subscribe', { channel: '#server-to-user-bob', auth: '' });
    expect(await ada.next('pusher:subscription_error')).toMatchObject({ data: { status: 401 } });
    ada.send('pusher:subscribe', { channel: '#server-to-user-ada', auth: '' });
    await ada.next('pusher_internal:subscription_succeeded', '#server-to-user-ada');
    const anonymous = await world.raw();
    anonymous.send('pusher:subscribe', { channel: '#server-to-user-ada', auth: '' });
    expect(await anonymous.next('pusher:subscription_error')).toMatchObject({ data: { status: 401 } });
  });

  it('with an invalid signature closes the connection with 4009', async () => {
    const { raw, sdk } = await startWorld({ userAuthentication: true });
    const client = await raw();
    client.send('pusher:signin', sdk.authenticateUser('1.1', { id: 'ada' }));
    expect((await client.closed).code).toBe(4009);
  });

  it('again on the same connection succeeds as the same user, and fails as another user', async () => {
    const world = await startWorld({ userAuthentication: true });
    const client = await signInRaw(world, { id: 'ada' });
    client.send('pusher:signin', world.sdk.authenticateUser(client.socketId, { id: 'bob' }));
    await client.next('pusher:error');
    client.send('pusher:signin', world.sdk.authenticateUser(client.socketId, { id: 'ada' }));
    await client.next('pusher:signin_success');
    expect(world.server.stats().users).toBe(1);
  });

  it('is rejected if the app does not enable it, which is the default', async () => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    client.send('pusher:signin', sdk.authenticateUser(client.socketId, { id: 'ada' }));
    expect(await client.next('pusher:error')).toMatchObject({
      data: { message: expect.stringContaining('not enabled') },
    });
  });
});

describe('terminating a user', () => {
  it('closes all connections of the user and no others, and pusher-js does not reconnect', async () => {
    const world = await startWorld({ userAuthentication: true });
    const pusher = world.connect({ user: { id: 'ada' } });
    await connected(pusher);
    pusher.signin();
    await nextEvent(pusher, 'pusher:signin_success');
    const [ada, bob] = [await signInRaw(world, { id: 'ada' }), await signInRaw(world, { id: 'bob' })];
    const disconnected = nextEvent(pusher.connection, 'disconnected');
    const response = await world.sdk.terminateUserConnections('ada');
    expect([response.status, await response.json()]).toEqual([200, {}]);
    await disconnected;
    expect((await ada.closed).code).toBe(4009);
    await bob.settled();
    await world.sdk.terminateUserConnections('anonymous');
  });

  it('works for ids that must be escaped in a path', async () => {
    const world = await startWorld({ userAuthentication: true });
    const client = await signInRaw(world, { id: 'ada lovelace' });
    await world.sdk.terminateUserConnections('ada lovelace');
    expect((await client.closed).code).toBe(4009);
  });
});

describe('watchlists', () => {
  it('report the online status of all users first, and then each change', async () => {
    const world = await startWorld({ userAuthentication: true });
    await signInRaw(world, { id: 'bob' });
    const ada = await signInRaw(world, { id: 'ada', watchlist: ['bob', 'cleo'] });
    expect(await watched(ada)).toEqual([
      { name: 'online', user_ids: ['bob'] },
      { name: 'offline', user_ids: ['cleo'] },
    ]);
    const cleo = await signInRaw(world, { id: 'cleo' });
    expect(await watched(ada)).toEqual([{ name: 'online', user_ids: ['cleo'] }]);
    cleo.ws.close();
    expect(await watched(ada)).toEqual([{ name: 'offline', user_ids: ['cleo'] }]);
  });

  it('report a user once, whatever its number of connections', async () => {
    const world = await startWorld({ userAuthentication: true });
    const ada = await signInRaw(world, { id: 'ada', watchlist: ['bob'] });
    await watched(ada);
    const [first, second] = [await signInRaw(world, { id: 'bob' }), await signInRaw(world, { id: 'bob' })];
    expect(await watched(ada)).toEqual([{ name: 'online', user_ids: ['bob'] }]);
    first.ws.close();
    await first.closed;
    await second.settled();
    second.ws.close();
    expect(await watched(ada)).toEqual([{ name: 'offline', user_ids: ['bob'] }]);
  });

  it('reach pusher-js', async () => {
    const world = await startWorld({ userAuthentication: true });
    const pusher = world.connect({ user: { id: 'ada', watchlist: ['bob'] } });
    const offline = nextEvent(pusher.user.watchlist, 'offline');
    pusher.signin();
    expect(await offline).toEqual({ name: 'offline', user_ids: ['bob'] });
    const online = nextEvent(pusher.user.watchlist, 'online');
    await signInRaw(world, { id: 'bob' });
    expect(await online).toEqual({ name: 'online', user_ids: ['bob'] });
  });

  it('with more than 100 users are limited to the first 100, with error 4302', async () => {
    const world = await startWorld({ userAuthentication: true });
    const watchlist = Array.from({ length: 101 }, (_, index) => `user-${index}`);
    const ada = await signInRaw(world, { id: 'ada', watchlist });
    expect(await ada.next('pusher:error')).toMatchObject({ data: { code: 4302 } });
    expect(await watched(ada)).toEqual([{ name: 'offline', user_ids: watchlist.slice(0, 100) }]);
  });
});
