import { afterEach, describe, expect, it } from 'vitest';
import { type AnyTopics, createGateway, createJwtAuthentication, type Gateway } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { jwtSecret, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { said(room: ID!, only: ID): String! @channel(name: "room-{room}") }
`;
const query = 'subscription ($only: ID) { said(room: "1", only: $only) }';
const minute = 60_000;
const rounds = 10;

describe('several gateways that end a topic at the same time', () => {
  let stack: Stack;
  let time: number;
  afterEach(() => stack.close());

  /** Gateways on one store, each as a process of its own would be. */
  async function start(options: { maxSubscriptionAge?: number } = {}): Promise<Gateway<AnyTopics>[]> {
    time = Date.now();
    const now = (): number => time;
    stack = await startStack({
      typeDefs,
      store: createSqliteStore({ location: ':memory:', now }),
      ...options,
    });
    const { store, transport } = stack;
    const authenticate = createJwtAuthentication({ secret: jwtSecret });
    const others = [1, 2].map(() => createGateway({ typeDefs, store, transport, authenticate, ...options }));
    return [stack.gateway, ...others];
  }

  /** Subscribers of distinct operations; `recover` asks each again from its position and returns what it missed. */
  async function subscribers(count: number) {
    const token = await tokenFor('ada');
    const requests = Array.from({ length: count }, (_, n) => ({
      query,
      token,
      variables: { only: String(n) },
    }));
    let grants = await Promise.all(requests.map((request) => stack.grant('1.2', request)));
    return {
      channels: () => grants.map(({ channel }) => channel),
      async recover(): Promise<unknown[]> {
        grants = await Promise.all(
          requests.map((request, n) =>
            stack.grant('1.2', { ...request, extensions: { pusher: { position: grants[n]?.position } } }),
          ),
        );
        return grants.map(({ recovered, missed }) => [
          recovered,
          missed?.map(({ result }) => result.data?.said),
        ]);
      },
    };
  }

  it('by revoke: every subscriber recovers every result', async () => {
    const gateways = await start();
    const all = await subscribers(20);
    for (let round = 0; round < rounds; round++) {
      const before = all.channels();
      await stack.gateway.publish('said', { room: '1' }, `event ${round}`);
      await Promise.all(gateways.map((gateway) => gateway.revoke('said', { room: '1' })));
      expect(await all.recover()).toEqual(before.map(() => [true, [`event ${round}`]]));
      expect(all.channels().filter((channel) => before.includes(channel))).toEqual([]);
    }
  });

  it('by maxSubscriptionAge: every subscriber recovers every result', async () => {
    const gateways = await start({ maxSubscriptionAge: 15 * minute });
    const all = await subscribers(20);
    for (let round = 0; round < rounds; round++) {
      const before = all.channels();
      const names = gateways.map((_, n) => `event ${round} of gateway ${n}`);
      time += 16 * minute;
      await Promise.all(gateways.map((gateway, n) => gateway.publish('said', { room: '1' }, names[n])));
      const received = await all.recover();
      for (const [recovered, missed] of received as [boolean, string[]][]) {
        expect(recovered).toBe(true);
        expect(missed.toSorted()).toEqual(names);
      }
      expect(all.channels().filter((channel) => before.includes(channel))).toEqual([]);
    }
  });

  it('by revoke, while others subscribe: every subscriber keeps its numbering', async () => {
    const gateways = await start();
    const all = await subscribers(5);
    for (let round = 0; round < rounds; round++) {
      await stack.gateway.publish('said', { room: '1' }, `event ${round}`);
      const token = await tokenFor('bob');
      const joining = Array.from({ length: 20 }, (_, n) =>
        stack.grant('1.2', { query, token, variables: { only: `late ${round} ${n}` } }),
      );
      await Promise.all([...gateways.map((gateway) => gateway.revoke('said', { room: '1' })), ...joining]);
      expect(await all.recover()).toEqual(all.channels().map(() => [true, [`event ${round}`]]));
    }
  });

  it('sends the goodbyes also when the gateway that was first dies before it has', async () => {
    const gateways = await start();
    const [one, two] = gateways;
    const { channel } = await stack.grant('1.2', { query, token: await tokenFor('ada') });
    const { store, transport } = stack;
    // A process that dies right after it has changed the generation: nothing it sends arrives.
    const dying = createGateway({
      typeDefs,
      store,
      transport: { ...transport, send: () => new Promise(() => undefined) },
      authenticate: createJwtAuthentication({ secret: jwtSecret }),
    });
    void dying.revoke('said', { room: '1' });
    await Promise.all([one?.revoke('said', { room: '1' }), two?.revoke('said', { room: '1' })]);
    const sent = stack.sent.flat().filter((message) => message.channel === channel);
    expect(sent).toContainEqual({ channel, event: 'resubscribe' });
  });
});

describe('a revoke while `authorize` runs', () => {
  let stack: Stack;
  afterEach(() => stack.close());

  const subscription = 'subscription { said(room: "1") }';
  const admission = 'mutation { authorizeChannel(socketId: "1.2", channelName: "private-room-1") { auth } }';
  type Ask = (token: string) => Promise<{ errors?: unknown }>;
  const asks: Record<string, Ask> = {
    'a subscription': (token) =>
      stack.request({ query: subscription, token, extensions: { pusher: { socketId: '1.2' } } }),
    "another library's subscription": (token) => stack.request({ query: subscription, token }),
    'a topic channel': (token) => stack.request({ query: admission, token }),
    'a stream of server-sent events': async (token) => {
      const url = `http://gateway.test/graphql?query=${encodeURIComponent(subscription)}`;
      const headers = { accept: 'text/event-stream', authorization: `Bearer ${token}` };
      return { errors: await firstPart(await stack.gateway.fetch(new Request(url, { headers }))) };
    },
  };

  it.each(Object.entries(asks))('rejects %s of a viewer that is not allowed any more', async (name, ask) => {
    let isMember = true;
    let asked = 0;
    let askedFirst = (): void => undefined;
    const firstQuestion = new Promise<void>((resolve) => {
      askedFirst = resolve;
    });
    let answer = (): void => undefined;
    const mayAnswer = new Promise<void>((resolve) => {
      answer = resolve;
    });
    stack = await startStack({
      typeDefs,
      ...(name.startsWith('another') ? { dialect: 'lighthouse' as const } : {}),
      resolvers: {
        Subscription: {
          said: {
            async authorize() {
              asked++;
              const allowed = isMember;
              askedFirst();
              await mayAnswer;
              return allowed;
            },
          },
        },
      },
    });
    const reply = ask(await tokenFor('bob'));
    await firstQuestion;
    isMember = false;
    await stack.gateway.revoke('said', { room: '1' });
    answer();
    expect(JSON.stringify((await reply).errors)).toContain('FORBIDDEN');
    expect(asked).toBe(2);
    await stack.gateway.publish('said', { room: '1' }, 'secret');
    expect(stack.sent.flat()).toEqual([]);
  });
});

describe('a store that lost its data', () => {
  it('gives a topic other channels than before, which no revoked viewer is on', async () => {
    const token = await tokenFor('ada');
    const seen = new Set<string>();
    for (let round = 0; round < 3; round++) {
      const stack = await startStack({ typeDefs, store: createSqliteStore(':memory:') });
      seen.add((await stack.grant('1.2', { query, token })).channel);
      await stack.close();
    }
    expect(seen.size).toBe(3);
  });
});

async function firstPart(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  const { value } = (await reader?.read()) ?? {};
  await reader?.cancel();
  return new TextDecoder().decode(value);
}
