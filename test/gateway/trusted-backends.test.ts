import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}")
    notified: Message! @channel(name: "user-{viewer.sub}", per: ["sub"])
  }
  type Message { id: ID! text: String }
`;

describe('trusted backends', () => {
  let stack: Stack;
  let backend: string;
  let banned: string | undefined;
  beforeAll(async () => {
    backend = await tokenFor('billing', { role: 'backend' });
    stack = await startStack({
      typeDefs,
      resolvers: {
        Subscription: {
          messageAdded: { authorize: (_args: unknown, viewer: { id: string }) => viewer.id !== banned },
        },
      },
      rules: {
        publish: ({ field }, { claims }) => claims.role === 'backend' && field !== 'unknown',
        revoke: (_topic, { claims }) => claims.role === 'backend',
      },
    });
  });
  afterAll(() => stack.close());

  async function subscriber(query: string) {
    let auth = '';
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, { auth }),
      },
    });
    const token = await tokenFor('ada');
    const grant = await stack.grant(socketId, { query, token });
    auth = grant.auth;
    const channel = pusher.subscribe(grant.channel);
    const results = collect(channel, grant.event);
    await results.joined;
    return { grant, token, channel, ...results };
  }

  const publish = (variables: object, token = backend) =>
    stack.request({
      query:
        'mutation ($field: String!, $args: PusherJSON, $event: PusherJSON) { publish(field: $field, args: $args, event: $event) { id status reason } }',
      variables: { ...variables },
      token,
    });

  it('publish events on any topic', async () => {
    const room = await subscriber('subscription { messageAdded(roomId: "1") { id text } }');
    const mine = await subscriber('subscription { notified { text } }');
    const event = { id: 1, text: 'hi' };
    expect(await publish({ field: 'messageAdded', args: { roomId: '1' }, event })).toMatchObject({
      data: { publish: { id: expect.any(String), status: 'SENT', reason: null } },
    });
    await publish({ field: 'notified', args: { viewer: { sub: 'ada' } }, event });
    expect((await room.next()).result).toEqual({ data: { messageAdded: { id: '1', text: 'hi' } } });
    expect((await mine.next()).result).toEqual({ data: { notified: { text: 'hi' } } });
  });

  it('hear that an event is accepted while Pusher is away', async () => {
    const away = await startStack({ typeDefs, rules: { publish: () => true }, wait: async () => undefined });
    const token = await tokenFor('ada');
    await away.grant('1.2', { query: 'subscription { messageAdded(roomId: "1") { id } }', token });
    await away.channels.close();
    const { data } = await away.request({
      query:
        'mutation { publish(field: "messageAdded", args: { roomId: "1" }, event: { id: 1 }) { status } }',
      token,
    });
    expect(data).toEqual({ publish: { status: 'ACCEPTED' } });
    await away.close();
  });

  it('revoke a topic, after which who is not allowed any more gets no further', async () => {
    const query = 'subscription { messageAdded(roomId: "2") { id } }';
    const { channel, token, grant } = await subscriber(query);
    const resubscribe = collect(channel, 'resubscribe');
    banned = 'ada';
    const { data } = await stack.request({
      query: 'mutation { revoke(field: "messageAdded", args: { roomId: "2" }) }',
      token: backend,
    });
    expect(data).toEqual({ revoke: true });
    await resubscribe.next();
    const again = await stack.request({ query, extensions: { pusher: { socketId: '1.2' } }, token });
    expect(again.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    const other = await stack.grant('1.2', { query, token: await tokenFor('bob') });
    expect(other.channel).not.toBe(grant.channel);
    banned = undefined;
  });

  it('are told apart from everybody else', async () => {
    const ada = await tokenFor('ada');
    const answer = await publish({ field: 'messageAdded', args: { roomId: '1' }, event: 1 }, ada);
    expect(answer).toMatchObject({
      status: 403,
      data: null,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
  });
});
