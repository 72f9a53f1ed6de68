import { afterEach, describe, expect, it } from 'vitest';
import type { Viewer } from '../../src/index.ts';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { registeredChannels, routes, signature } from './support/routes.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}") }
`;
const query = 'subscription { messageAdded(roomId: "1") }';
const revoke = 'mutation { revoke(field: "messageAdded", args: { roomId: "1" }) }';

describe('the mutation revoke', () => {
  let stack: Stack;
  const members = new Set<string>();
  afterEach(() => stack.close());

  async function start(): Promise<void> {
    for (const name of ['ada', 'bob']) members.add(name);
    stack = await startStack({
      typeDefs,
      rules: {
        revoke: ({ field, args }, viewer) =>
          viewer.id === 'admin' && field === 'messageAdded' && args.roomId === '1',
      },
      resolvers: {
        Subscription: {
          messageAdded: { authorize: (_args: unknown, viewer: Viewer) => members.has(viewer.id) },
        },
      },
    });
  }

  it('takes a viewer off who stays on its channel, and keeps it off by every route', async () => {
    await start();
    const [bob, admin] = await Promise.all([tokenFor('bob'), tokenFor('admin')]);
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_asked, callback) => callback(null, grant),
      },
    });
    const grant = await stack.grant(socketId, { query, token: bob });
    const channel = pusher.subscribe(grant.channel);
    const results = collect(channel, 'result');
    const goodbyes = collect(channel, 'resubscribe');
    await results.joined;
    await stack.gateway.publish('messageAdded', { roomId: '1' }, 'before');
    expect(await results.next()).toMatchObject({ result: { data: { messageAdded: 'before' } } });

    members.delete('bob');
    expect(await stack.request({ query: revoke, token: admin })).toMatchObject({ data: { revoke: true } });
    await goodbyes.next();
    await stack.gateway.publish('messageAdded', { roomId: '1' }, 'after');

    const again = await stack.request({
      query,
      token: bob,
      extensions: { pusher: { socketId, position: grant.position } },
    });
    expect(again).toMatchObject({ errors: [{ extensions: { code: 'FORBIDDEN' } }] });
    for (const ask of Object.values(routes)) {
      for (const name of ['private-room-1', grant.channel])
        expect((await ask(stack, name, bob)).text).not.toMatch(signature);
    }
    // Messages of one channel come in order, so whatever was sent before this one has come, too.
    const last = collect(channel, 'last');
    await stack.transport.trigger({ channels: [grant.channel], event: 'last', json: '{}' });
    await last.next();
    expect(results.messages).toHaveLength(1);
  });

  it.each([
    ['bob', 'FORBIDDEN'],
    [undefined, 'UNAUTHENTICATED'],
  ] as const)('of %s ends nothing', async (name, code) => {
    await start();
    await stack.grant('1.2', { query, token: await tokenFor('ada') });
    const before = await registeredChannels(stack);
    const token = name && (await tokenFor(name));
    expect(await stack.request({ query: revoke, token })).toMatchObject({
      errors: [{ extensions: { code } }],
    });
    expect(await registeredChannels(stack)).toEqual(before);
  });
});
