import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClient, type ExecutionResult } from '../../src/client/index.ts';
import { createJwtAuthentication, GatewayError, type Transport } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import { collect, jwtSecret, type Stack, startStack, tokenFor } from '../support/stack.ts';
import { registeredChannels } from './support/routes.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}") }
`;
const query = 'subscription { messageAdded(roomId: "1") }';
const minute = 60_000;

describe('a grant that is older than maxSubscriptionAge', () => {
  let stack: Stack;
  let time: number;
  beforeEach(() => {
    time = Date.now();
  });
  afterEach(() => stack.close());

  async function start(changed: (transport: Transport) => Transport = (same) => same): Promise<void> {
    const now = (): number => time;
    const options = {
      typeDefs,
      now,
      store: createSqliteStore({ location: ':memory:', now }),
      maxSubscriptionAge: 15 * minute,
      authenticate: createJwtAuthentication({ secret: jwtSecret, now }),
    };
    stack = await startStack(options, { transport: changed });
  }

  const tokenUntil = (name: string, minutes: number): Promise<string> =>
    tokenFor(name, { exp: Math.floor(time / 1000) + minutes * 60 });

  const publish = (text: string) => stack.gateway.publish('messageAdded', { roomId: '1' }, text);

  /** Our client; `token` is asked for at each POST. */
  async function join(token: () => Promise<string>) {
    const heard: unknown[] = [];
    const client = createClient({
      url: 'http://gateway.test/graphql',
      Pusher: Pusher as never,
      headers: async () => ({ authorization: `Bearer ${await token()}` }),
      fetch: (input, init) => stack.gateway.fetch(new Request(input as string, init)),
    });
    client.on('gap', () => heard.push('gap'));
    await new Promise<void>((ready, error) => {
      client.subscribe(
        { query },
        {
          next: ({ data }: ExecutionResult) => heard.push(data?.messageAdded),
          error: (errors: unknown) => {
            heard.push(errors);
            error(errors);
          },
          complete: () => undefined,
          ready,
        },
      );
    });
    return { heard, client };
  }

  it('ends for who has no good token any more; everybody else goes on without a gap', async () => {
    await start();
    const short = await tokenUntil('bob', 10);
    const ada = await join(() => tokenUntil('ada', 10));
    const bob = await join(async () => short);
    await publish('1');
    time += 11 * minute;
    // Nobody has asked Bob for a token yet.
    await publish('2');
    await expect.poll(() => bob.heard).toEqual(['1', '2']);
    time += 5 * minute;
    await publish('3');
    await publish('4');
    await expect.poll(() => ada.heard).toEqual(['1', '2', '3', '4']);
    await expect.poll(() => bob.heard).toHaveLength(3);
    expect(bob.heard[2]).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    ada.client.dispose();
    bob.client.dispose();
  });

  it('brings nothing more to a socket that stays on its channel, whatever its owner does', async () => {
    await start();
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_asked, callback) => callback(null, grant),
      },
    });
    const token = await tokenUntil('bob', 10);
    const grant = await stack.grant(socketId, { query, token });
    const results = collect(pusher.subscribe(grant.channel), 'result');
    await results.joined;
    time += 16 * minute;
    // Somebody else stays, so the topic lives on.
    await stack.grant('1.2', { query, token: await tokenUntil('ada', 10) });
    await publish('secret');
    const onOldChannel = stack.sent.flat().filter(({ channel }) => channel === grant.channel);
    expect(onOldChannel).toEqual([{ channel: grant.channel, event: 'resubscribe' }]);
    expect(results.messages).toEqual([]);
    const again = await stack.request({ query, token, extensions: { pusher: { socketId } } });
    expect([again.status, again.errors?.[0]?.extensions?.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  it('ends on a topic channel, too, until somebody who may asks for it again', async () => {
    await start();
    const ask = async (token: string) =>
      stack.request({
        query: 'mutation { authorizeChannel(socketId: "1.2", channelName: "private-room-1") { auth } }',
        token,
      });
    await ask(await tokenUntil('bob', 10));
    expect(await registeredChannels(stack)).toEqual(['private-room-1']);
    time += 16 * minute;
    await publish('secret');
    expect(stack.sent.flat()).toEqual([]);
    await ask(await tokenUntil('ada', 10));
    await publish('for Ada');
    expect(stack.sent.flat()).toEqual([{ channel: 'private-room-1', event: 'messageAdded' }]);
  });

  it('ends where nothing is published, when the gateway reconciles', async () => {
    await start();
    const short = await tokenUntil('bob', 10);
    const bob = await join(async () => short);
    time += 16 * minute;
    await stack.gateway.reconcile();
    await expect.poll(() => bob.heard).toMatchObject([[{ extensions: { code: 'UNAUTHENTICATED' } }]]);
    bob.client.dispose();
  });

  it('is told by a later sweep when Pusher is away just then', async () => {
    let isAway = false;
    await start((transport) => ({
      ...transport,
      send: async (messages) => {
        if (isAway) throw new GatewayError('PUSHER_UNAVAILABLE', 'Away.');
        return transport.send(messages);
      },
    }));
    const ada = await join(() => tokenUntil('ada', 10));
    time += 16 * minute;
    isAway = true;
    await publish('1');
    isAway = false;
    await stack.gateway.sweep();
    await expect.poll(() => ada.heard).toEqual(['1']);
    ada.client.dispose();
  });

  it('is as young as its topic may be: who joins a topic that is old begins anew', async () => {
    await start();
    const token = await tokenUntil('ada', 60);
    const before = await stack.grant('1.2', { query, token });
    time += 14 * minute;
    expect((await stack.grant('1.2', { query, token })).channel).toBe(before.channel);
    time += 2 * minute;
    const { position } = before;
    const after = await stack.grant('1.2', { query, token, extensions: { pusher: { position } } });
    expect(after.channel).not.toBe(before.channel);
    expect(after).toMatchObject({ recovered: true, missed: [] });
  });
});
