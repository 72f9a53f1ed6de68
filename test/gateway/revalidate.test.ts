import { afterEach, describe, expect, it } from 'vitest';
import { createGateway, type Gateway } from '../../src/index.ts';
import { collect, type Stack, startStack } from '../support/stack.ts';

const before = `
type Query { a: Int }
type Subscription { said(roomId: ID!, last: Int! = 10): Said! @channel(name: "room-{roomId}", access: PUBLIC) }
type Said { text: String!, mood(size: Int! = 1): String, by: ID }
`;

describe('the next version of a schema, on the store of the last one', () => {
  let stack: Stack;
  afterEach(() => stack.close());

  async function subscribed(queries: readonly string[], typeDefs = before) {
    stack = await startStack({ typeDefs });
    const auths = new Map<string, string>();
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: ({ channelName }, callback) =>
          callback(null, { auth: auths.get(channelName) ?? 'none' }),
      },
    });
    const grants = await Promise.all(queries.map((query) => stack.grant(socketId, { query })));
    for (const { channel, auth } of grants) auths.set(channel, auth);
    const resubscribed = grants.map(({ channel }) => collect(pusher.subscribe(channel), 'resubscribe'));
    await Promise.all(resubscribed.map(({ joined }) => joined));
    return { channels: grants.map(({ channel }) => channel), resubscribed };
  }

  function nextVersion(typeDefs: string): Gateway {
    return createGateway({
      typeDefs,
      store: stack.store,
      transport: stack.transport,
      onError: () => undefined,
    });
  }

  it('keeps what is valid, and tells the others to ask again', async () => {
    const { channels, resubscribed } = await subscribed([
      'subscription { said(roomId: "a") { text } }',
      'subscription { said(roomId: "a") { mood } }',
    ]);
    const next = nextVersion(before.replace('mood(size: Int! = 1): String, ', ''));
    const { kept, ended } = await next.revalidate(stack.gateway.signature);
    const reason = 'Cannot query field "mood" on type "Said".';
    expect({ kept, ended }).toEqual({ kept: 1, ended: [{ channel: channels[1], field: 'said', reason }] });
    await resubscribed[1]?.next();
    expect(resubscribed[0]?.messages).toEqual([]);
  });

  it.each([
    ['a default that a document leaves out', before.replace('size: Int! = 1', 'size: Int! = 2')],
    ['the claims that shape the result', before.replace('access: PUBLIC', 'per: ["sub"]')],
    ['the name of the channel', before.replace('room-{roomId}', 'chat-{roomId}')],
    ['the field itself', before.replace('said(', 'told(')],
  ])('ends what would mean something else since %s has changed', async (_what, typeDefs) => {
    const { resubscribed } = await subscribed(['subscription { said(roomId: "a") { mood } }']);
    const { kept, ended } = await nextVersion(typeDefs).revalidate(stack.gateway.signature);
    expect([kept, ended.length]).toEqual([0, 1]);
    await resubscribed[0]?.next();
  });

  it('goes on where a default has changed that the document does not use', async () => {
    await subscribed(['subscription { said(roomId: "a", last: 5) { mood(size: 3) } }']);
    const typeDefs = before.replace('= 10', '= 11').replace('= 1)', '= 2)');
    expect(await nextVersion(typeDefs).revalidate(stack.gateway.signature)).toEqual({ kept: 1, ended: [] });
  });

  it('sends on a topic channel the fields that there are now', async () => {
    const typeDefs = before.replace(', access: PUBLIC', '');
    stack = await startStack({ typeDefs, authenticate: () => ({ id: 'ada', claims: { sub: 'ada' } }) });
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: ({ channelName }, callback) => {
          const query = `mutation { authorizeChannel(socketId: "${socketId}", channelName: "${channelName}") { auth } }`;
          void stack.request({ query }).then(({ data }) => callback(null, data.authorizeChannel));
        },
      },
    });
    const heard = collect(pusher.subscribe('private-room-a'), 'said');
    await heard.joined;
    const next = nextVersion(typeDefs.replace('by: ID', 'at: Int'));
    expect(await next.revalidate(stack.gateway.signature)).toEqual({ kept: 1, ended: [] });
    await next.publish('said', { roomId: 'a' }, { text: 'woof', at: 7 });
    expect(await heard.next()).toEqual({ text: 'woof', mood: null, at: 7 });
  });
});
