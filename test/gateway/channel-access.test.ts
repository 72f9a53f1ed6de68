import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Channel } from '../support/pusher-js.ts';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { authorizedByMutation } from './support/authorized-by-mutation.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    entered(roomId: ID!): Note! @channel(name: "room-{roomId}", access: PRESENCE)
    whispered(roomId: ID!): Note! @channel(name: "safe-{roomId}", access: ENCRYPTED)
    noted(roomId: ID!): Note! @channel(name: "notes-{roomId}")
  }
  type Note { id: ID! text: String }
`;

/** What pusher-js knows of a presence channel. */
interface Members {
  count: number;
  me: { id: string; info: unknown };
  members: Record<string, unknown>;
}

describe('the access of a channel', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      typeDefs,
      rules: { channel: (channel, viewer) => channel.endsWith(`-of-${viewer.id}`) },
      resolvers: {
        Subscription: {
          entered: { authorize: ({ roomId }: { roomId: string }) => roomId !== 'secret' },
          whispered: { authorize: ({ roomId }: { roomId: string }) => roomId !== 'secret' },
        },
      },
    });
  });
  afterAll(() => stack.close());

  const connect = async (sub: string, claims: Record<string, unknown> = {}) =>
    stack.connect(authorizedByMutation(stack, await tokenFor(sub, claims)));

  it('members of a PRESENCE topic channel see each other, and its events', async () => {
    const ada = (await connect('ada', { name: 'Ada' })).pusher.subscribe('presence-room-1');
    const events = collect(ada, 'entered');
    const members = await membersOf(ada);
    expect(members).toMatchObject({ count: 1, me: { id: 'ada', info: { name: 'Ada' } } });
    const joined = new Promise((resolve) => ada.bind('pusher:member_added', resolve));
    const left = new Promise((resolve) => ada.bind('pusher:member_removed', resolve));
    const { pusher } = await connect('bob');
    const bob = await membersOf(pusher.subscribe('presence-room-1'));
    expect(bob.members).toEqual({ ada: { name: 'Ada' }, bob: null });
    expect(await joined).toMatchObject({ id: 'bob' });
    await stack.gateway.publish('entered', { roomId: '1' }, { id: 1, text: 'hi' });
    expect(await events.next()).toEqual({ id: '1', text: 'hi' });
    pusher.disconnect();
    expect(await left).toMatchObject({ id: 'bob' });
  });

  it('a PRESENCE field can be subscribed to as an operation, whose channel shows nobody', async () => {
    const grant = await stack.grant('1.2', {
      query: 'subscription { entered(roomId: "1") { id } }',
      token: await tokenFor('ada'),
    });
    expect(grant.channel).toMatch(/^private-cache-gql-/);
    expect(grant).not.toHaveProperty('sharedSecret');
  });

  it('events of an ENCRYPTED topic channel can be read by its subscribers alone', async () => {
    const { pusher } = await connect('ada');
    const wire: unknown[] = [];
    pusher.connection.bind('message', (message: { event: string; data: unknown }) => {
      if (message.event === 'whispered') wire.push(message.data);
    });
    const channel = collect(pusher.subscribe('private-encrypted-safe-1'), 'whispered');
    await channel.joined;
    await stack.gateway.publish('whispered', { roomId: '1' }, { id: 1, text: 'psst' });
    expect(await channel.next()).toEqual({ id: '1', text: 'psst' });
    expect(wire).toEqual([{ nonce: expect.any(String), ciphertext: expect.any(String) }]);
  });

  it('results of an ENCRYPTED operation can be read by its subscribers alone, its cached one too', async () => {
    const token = await tokenFor('ada');
    const query = 'subscription { whispered(roomId: "2") { text } }';
    let auth = { auth: '', shared_secret: '' };
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, auth),
      },
    });
    const grant = await stack.grant(socketId, { query, token });
    expect(grant.channel).toMatch(/^private-encrypted-cache-gql-/);
    auth = { auth: grant.auth, shared_secret: grant.sharedSecret ?? '' };
    await stack.gateway.publish('whispered', { roomId: '2' }, { id: 1, text: 'before the join' });
    const wire: unknown[] = [];
    pusher.connection.bind('message', (message: { event: string; data: unknown }) => {
      if (message.event === 'result') wire.push(message.data);
    });
    const results = collect(pusher.subscribe(grant.channel), grant.event);
    expect(await results.next()).toMatchObject({
      offset: 1,
      result: { data: { whispered: { text: 'before the join' } } },
    });
    await stack.gateway.publish('whispered', { roomId: '2' }, { id: 2, text: 'psst' });
    expect(await results.next()).toMatchObject({
      offset: 2,
      result: { data: { whispered: { text: 'psst' } } },
    });
    expect(wire).toHaveLength(2);
    expect(JSON.stringify(wire)).not.toMatch(/psst|whispered|join/);
  });

  it('large results of an ENCRYPTED operation come in pieces that Pusher takes', async () => {
    const token = await tokenFor('ada');
    const query = 'subscription { whispered(roomId: "3") { text } }';
    const { pusher, socketId } = await connect('ada');
    const grant = await stack.grant(socketId, { query, token });
    const text = Array.from({ length: 3_000 }, (_, index) => Math.sin(index).toString(36)).join('');
    expect(await stack.gateway.publish('whispered', { roomId: '3' }, { id: 1, text })).toMatchObject({
      status: 'sent',
    });
    expect(grant.sharedSecret).toBeDefined();
    pusher.disconnect();
  });

  it.each([
    ['private-notes-1', ['auth']],
    ['private-cache-notes-1', ['auth']],
    ['presence-room-1', ['auth', 'channelData']],
    ['presence-cache-room-1', ['auth', 'channelData']],
    ['private-encrypted-safe-1', ['auth', 'sharedSecret']],
    ['private-encrypted-cache-safe-1', ['auth', 'sharedSecret']],
    ['private-of-ada', ['auth']],
    ['presence-of-ada', ['auth', 'channelData']],
    ['private-encrypted-of-ada', ['auth', 'sharedSecret']],
  ])('%s is joined with %s', async (channel, parts) => {
    const { data, errors } = await authorize(channel);
    expect(errors).toBeUndefined();
    const given = Object.entries(data.authorizeChannel).filter(([, value]) => value !== null);
    expect(given.map(([name]) => name)).toEqual(parts);
    if (data.authorizeChannel.channelData)
      expect(JSON.parse(data.authorizeChannel.channelData)).toEqual({
        user_id: 'ada',
        user_info: { name: 'Ada' },
      });
  });

  it.each([
    'private-of-bob',
    'presence-of-bob',
    'private-encrypted-of-bob',
    'presence-room-secret',
    'presence-cache-room-secret',
    'private-encrypted-safe-secret',
    // Another prefix makes another channel, which no field has.
    'private-safe-1',
    'presence-safe-1',
    'private-room-1',
    'private-encrypted-room-1',
  ])('%s is not joined', async (channel) => {
    const { data, errors } = await authorize(channel);
    expect(data).toBeNull();
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });

  it('nobody joins without a token', async () => {
    for (const channel of ['presence-room-1', 'private-encrypted-safe-1', 'private-of-ada']) {
      expect(await authorize(channel, null)).toMatchObject({
        status: 401,
        errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
      });
    }
  });

  async function authorize(channel: string, as: string | null = 'ada') {
    return stack.request({
      query:
        'mutation ($c: String!) { authorizeChannel(socketId: "1.2", channelName: $c) { auth channelData sharedSecret } }',
      variables: { c: channel },
      token: as === null ? undefined : await tokenFor(as, { name: 'Ada' }),
    });
  }
});

function membersOf(channel: Channel): Promise<Members> {
  return new Promise((resolve, reject) => {
    channel.bind('pusher:subscription_succeeded', resolve);
    channel.bind('pusher:subscription_error', (error: unknown) => reject(new Error(JSON.stringify(error))));
  });
}
