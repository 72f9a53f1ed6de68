import { once } from 'node:events';
import { connect } from 'node:net';
import type { PresenceChannel } from 'pusher-js';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { authFor, credentials, join, nextEvent, settled, startWorld } from './support/world.ts';

const ada = { user_id: 'ada', user_info: { name: 'Ada' } };
const bob = { user_id: 'bob', user_info: { name: 'Bob' } };

describe('presence channels', () => {
  it('a joining member receives all members, including itself', async () => {
    const { connect } = await startWorld();
    await join(connect({ member: ada }), 'presence-room');
    const { members } = (await join(connect({ member: bob }), 'presence-room')) as PresenceChannel;
    expect(members.count).toBe(2);
    expect(members.me).toEqual({ id: 'bob', info: { name: 'Bob' } });
    expect(members.get('ada')).toEqual({ id: 'ada', info: { name: 'Ada' } });
  });

  it('members are notified of members that join and leave', async () => {
    const { connect } = await startWorld();
    const channel = (await join(connect({ member: ada }), 'presence-room')) as PresenceChannel;
    const added = nextEvent(channel, 'pusher:member_added');
    const second = connect({ member: bob });
    await join(second, 'presence-room');
    expect(await added).toEqual({ id: 'bob', info: { name: 'Bob' } });
    const removed = nextEvent(channel, 'pusher:member_removed');
    second.unsubscribe('presence-room');
    expect(await removed).toEqual({ id: 'bob', info: { name: 'Bob' } });
    expect(channel.members.count).toBe(1);
  });

  it('a lost connection removes the member', async () => {
    const { connect } = await startWorld();
    const channel = await join(connect({ member: ada }), 'presence-room');
    const second = connect({ member: bob });
    await join(second, 'presence-room');
    const removed = nextEvent(channel, 'pusher:member_removed');
    second.disconnect();
    expect(await removed).toMatchObject({ id: 'bob' });
  });

  it('a user is added with its first connection and removed with its last', async () => {
    const { connect } = await startWorld();
    const watcher = connect({ member: ada });
    const channel = (await join(watcher, 'presence-room')) as PresenceChannel;
    const seen: string[] = [];
    channel.bind('pusher:member_added', () => seen.push('added'));
    channel.bind('pusher:member_removed', () => seen.push('removed'));
    const [first, second] = [connect({ member: bob }), connect({ member: bob })];
    await join(first, 'presence-room');
    await join(second, 'presence-room');
    first.unsubscribe('presence-room');
    await settled(first);
    await settled(watcher);
    expect(seen).toEqual(['added']);
    expect(channel.members.count).toBe(2);
    const removed = nextEvent(channel, 'pusher:member_removed');
    second.unsubscribe('presence-room');
    await removed;
    expect(seen).toEqual(['added', 'removed']);
  });

  it('a member without user_info is listed, and an id can be a number', async () => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    const member = { user_id: 7 as unknown as string };
    client.send('pusher:subscribe', authFor(client, sdk, 'presence-room', member));
    const { data } = await client.next('pusher_internal:subscription_succeeded');
    expect(JSON.parse(String(data))).toEqual({ presence: { ids: ['7'], hash: { 7: null }, count: 1 } });
  });

  it('accept 100 members, whatever their number of connections', async () => {
    const { raw, sdk } = await startWorld({ limits: { presenceMembers: 2 } });
    const clients = await Promise.all([raw(), raw(), raw(), raw()]);
    const joins = ['ada', 'bob', 'bob'].map(async (user_id, index) => {
      const client = clients[index];
      if (!client) return;
      client.send('pusher:subscribe', authFor(client, sdk, 'presence-room', { user_id }));
      await client.next('pusher_internal:subscription_succeeded');
    });
    await Promise.all(joins);
    const [last] = clients.slice(-1);
    if (!last) throw new Error('no client');
    last.send('pusher:subscribe', authFor(last, sdk, 'presence-room', { user_id: 'cleo' }));
    expect(await last.next('pusher:subscription_error')).toMatchObject({ data: { type: 'LimitReached' } });
  });

  it.each([
    ['without a user_id', { user_info: {} }],
    ['with a user_id of 129 characters', { user_id: 'u'.repeat(129) }],
    ['with more than 1 kB', { user_id: 'u', user_info: { text: 'x'.repeat(1_024) } }],
  ])('channel_data %s is refused', async (_, member) => {
    const { raw, sdk } = await startWorld();
    const client = await raw();
    client.send('pusher:subscribe', authFor(client, sdk, 'presence-room', member as typeof ada));
    expect(await client.next('pusher:subscription_error', 'presence-room')).toMatchObject({
      data: { status: expect.any(Number) },
    });
  });

  it('a subscription can omit channel_data only if the connection is signed in', async () => {
    const { raw, sdk } = await startWorld({ userAuthentication: true });
    const client = await raw();
    client.send('pusher:subscribe', authFor(client, sdk, 'presence-room'));
    expect(await client.next('pusher:subscription_error')).toMatchObject({ data: { status: 400 } });
    client.send(
      'pusher:signin',
      sdk.authenticateUser(client.socketId, { id: 'ada', user_info: { name: 'Ada' } }),
    );
    client.send('pusher:subscribe', authFor(client, sdk, 'presence-room'));
    const { data } = await client.next('pusher_internal:subscription_succeeded');
    expect(JSON.parse(String(data)).presence.hash).toEqual({ ada: { name: 'Ada' } });
  });
});

it('a member is removed when its close frame arrives, even if its TCP connection stays open', async () => {
  const { raw, sdk, port } = await startWorld();
  const other = await raw();
  other.send('pusher:subscribe', authFor(other, sdk, 'presence-room', { user_id: 'bob' }));
  await other.next('pusher_internal:subscription_succeeded');
  // Does not send a FIN.
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  onTestFinished(() => void socket.destroy());
  const ws = new WebSocket(`ws://127.0.0.1:${port}/app/${credentials.key}?protocol=7`, {
    createConnection: () => socket,
  });
  const [message] = await once(ws, 'message');
  const { socket_id } = JSON.parse(JSON.parse(String(message)).data);
  const channel = 'presence-room';
  const data = { channel, ...sdk.authorizeChannel(socket_id, channel, { user_id: 'ada' }) };
  ws.send(JSON.stringify({ event: 'pusher:subscribe', data }));
  await other.next('pusher_internal:member_added');
  // A masked, empty close frame. Sending it through `ws` would end the connection.
  socket.end = () => socket;
  socket.write(Buffer.from([0x88, 0x80, 0, 0, 0, 0]));
  const since = performance.now();
  expect(await other.next('pusher_internal:member_removed')).toMatchObject({ data: '{"user_id":"ada"}' });
  expect(performance.now() - since).toBeLessThan(2_000);
  expect(socket.destroyed).toBe(false);
});

it('members named like properties of objects are listed', async () => {
  const { raw, sdk } = await startWorld();
  const names = ['__proto__', 'constructor', 'toString'];
  for (const user_id of names) {
    const client = await raw();
    client.send(
      'pusher:subscribe',
      authFor(client, sdk, 'presence-__proto__', { user_id, user_info: { user_id } }),
    );
    const { data } = await client.next('pusher_internal:subscription_succeeded');
    const { presence } = JSON.parse(String(data));
    expect(Object.getOwnPropertyDescriptor(presence.hash, user_id)?.value).toEqual({ user_id });
  }
  const response = await sdk.get({ path: '/channels/presence-__proto__/users' });
  expect(await response.json()).toEqual({ users: names.map((id) => ({ id })) });
});
