import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayRules, Viewer } from '../../src/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';
import { registeredChannels, routes, signature } from './support/routes.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  "Reads every text as another value."
  scalar Code
  type Subscription {
    messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}")
    whispered(roomId: ID!): String! @channel(name: "whisper-{roomId}", access: ENCRYPTED)
    entered(roomId: ID!): String! @channel(name: "lobby-{roomId}", access: PRESENCE)
    invoiced: String! @channel(name: "org-{viewer.org}", per: ["org"])
    anything(name: ID!): String! @channel(name: "{name};x", access: PRESENCE)
    decoded(code: Code!): String! @channel(name: "code-{code}")
    failing(roomId: ID!): String! @channel(name: "failing-{roomId}")
    forgetful(roomId: ID!): String! @channel(name: "forgetful-{roomId}")
    priced(symbol: ID!): Float! @channel(name: "price-{symbol}", access: PUBLIC)
  }
`;

const onlyAda = (_args: unknown, viewer?: Viewer): boolean => viewer?.id === 'ada';
const never = (): never => {
  throw new Error('The database of members is down, its password is hunter2.');
};
const subscriptionOf: Readonly<Record<string, string>> = {
  messageAdded: 'subscription { messageAdded(roomId: "secret") }',
  whispered: 'subscription { whispered(roomId: "secret") }',
  entered: 'subscription { entered(roomId: "secret") }',
  anything: 'subscription { anything(name: "secret") }',
  failing: 'subscription { failing(roomId: "1") }',
  forgetful: 'subscription { forgetful(roomId: "1") }',
};

/** Yes to everything that can be asked. */
const permissive: GatewayRules = {
  channel: () => true,
  trigger: () => true,
  inspect: () => true,
  publish: () => true,
  revoke: () => true,
};

describe.each([
  { rules: 'without a rule for raw channels', given: {} },
  { rules: 'with rules that say yes to everything', given: permissive },
])('$rules', ({ given }) => {
  let stack: Stack;
  /** May have nothing of what is asked for below. */
  let mallory: string;
  /** What Ada has, who may have all of it. */
  let channelsOfAda: string[];

  beforeAll(async () => {
    stack = await startStack({
      typeDefs,
      rules: given,
      resolvers: {
        Code: { __parseValue: (text: string) => text.toUpperCase() },
        Subscription: {
          messageAdded: { authorize: onlyAda },
          whispered: { authorize: onlyAda },
          entered: { authorize: onlyAda },
          anything: { authorize: onlyAda },
          // Everybody may have PUBLIC, and `public` reads as that.
          decoded: { authorize: ({ code }: { code: string }) => code === 'PUBLIC' },
          failing: { authorize: never },
          forgetful: { authorize: () => undefined },
        },
      },
    });
    mallory = await tokenFor('mallory', { org: 'evil' });
    const ada = await tokenFor('ada', { org: 'acme' });
    const granted = await Promise.all(
      ['messageAdded', 'whispered', 'entered'].map((field) =>
        stack.grant('3.4', { query: subscriptionOf[field] ?? '', token: ada }),
      ),
    );
    const invoices = await stack.grant('3.4', { query: 'subscription { invoiced }', token: ada });
    channelsOfAda = [...granted, invoices].map(({ channel }) => channel);
  });
  afterAll(() => stack.close());

  /** Names of channels that Mallory must not be let onto; the last four are Ada's operation channels. */
  const forbidden = [
    'private-room-secret',
    'private-cache-room-secret',
    'private-encrypted-whisper-secret',
    'private-encrypted-cache-whisper-secret',
    'presence-lobby-secret',
    'presence-cache-lobby-secret',
    // Another tenant's.
    'private-org-acme',
    'private-cache-org-acme',
    // A name that a template which takes anything would have to share with us, or with another prefix.
    'private-gql-abc;x',
    'private-cache-gql-abc;x',
    'presence-cache-cache-room;x',
    'presence-cache-private-room;x',
    'presence-secret;x',
    'private-encrypted-gql-abc;x',
    'presence-gql-abc;x',
    'presence-cache-gql-abc',
    // Authorized as PUBLIC, which is another topic.
    'private-code-public',
    'private-code-secret',
    // Channels of peers' clients: with a mark that is not hers, and with one of nobody.
    'private-gql-r-3f2a.AAAAAAAAAAAAAAAAAAAAAA',
    'private-encrypted-gql-l-3f2a.AAAAAAAAAAAAAAAAAAAAAA',
    'private-gql-presence;private-room-secret',
    // Rules that fail, or forget to answer.
    'private-failing-1',
    'private-forgetful-1',
    // Names that Pusher does not know.
    '#server-to-user-ada',
    'private-room-secret ',
    'private-room-secret\n',
    'private-room-%73ecret',
    'private-',
    '__proto__',
    '',
    ...['messageAdded', 'whispered', 'entered', 'invoiced'].map((field) => `the channel of ${field}`),
  ];
  const nameOf = (channel: string): string =>
    channelsOfAda[['messageAdded', 'whispered', 'entered', 'invoiced'].indexOf(channel.slice(15))] ?? channel;
  /** What a rule for raw channels decides, since nothing of the schema is sent there. */
  const raw = new Set(['presence-cache-cache-room;x', 'presence-cache-private-room;x', 'private-']);

  describe.each(Object.entries(routes))('%s', (_name, ask) => {
    it.each(forbidden)('signs nothing for "%s"', async (channel) => {
      if (given.channel && raw.has(channel)) return;
      const before = await registeredChannels(stack);
      for (const token of [mallory, undefined]) {
        const { text, code } = await ask(stack, nameOf(channel), token);
        expect(text).not.toMatch(signature);
        expect(text).not.toContain('hunter2');
        expect(code).toBeDefined();
      }
      expect(await registeredChannels(stack)).toEqual(before);
    });

    it.each([{ org: ['acme'] }, { org: { toString: 'acme' } }, { org: null }, { org: ['acme', 'acme'] }, {}])(
      'takes the claims %j for no others than they are',
      async (claims) => {
        const token = await tokenFor('mallory', claims);
        for (const org of ['acme', 'null', 'undefined', 'acme,acme'])
          expect((await ask(stack, `private-org-${org}`, token)).text).not.toMatch(signature);
      },
    );

    it('signs for who may', async () => {
      const ada = await tokenFor('ada');
      const { text } = await ask(stack, 'private-room-secret', ada);
      expect(text).toMatch(signature);
      await stack.store.registrations.remove('private-room-secret');
    });
  });

  it.each(Object.entries(subscriptionOf))('a subscription to %s grants nothing', async (_field, query) => {
    const before = await registeredChannels(stack);
    for (const extensions of [
      { pusher: { socketId: '1.2' } },
      { pusher: { socketId: '1.2', channel: channelsOfAda[0], position: { epoch: 'x', offset: 0 } } },
    ]) {
      for (const accept of ['application/json', 'application/graphql-response+json']) {
        const answer = await stack.request({ query, extensions, accept, token: mallory });
        expect(answer.extensions).toBeUndefined();
        expect(answer.data ?? null).toBeNull();
        expect(answer.errors?.[0]?.message).not.toContain('hunter2');
      }
    }
    const stream = await stack.gateway.fetch(
      new Request(`http://gateway.test/graphql?query=${encodeURIComponent(query)}`, {
        headers: { accept: 'text/event-stream', authorization: `Bearer ${mallory}` },
      }),
    );
    expect(await stream.text()).toContain('"errors"');
    expect(await registeredChannels(stack)).toEqual(before);
  });

  it('a channel that the request forges is ignored', async () => {
    const query = 'subscription { invoiced }';
    const [room] = channelsOfAda;
    const forged = await stack.grant('1.2', {
      query,
      token: mallory,
      extensions: { pusher: { channel: room, operation: room, viewer: { sub: 'ada', org: 'acme' } } },
    });
    expect(channelsOfAda).not.toContain(forged.channel);
    await stack.store.registrations.remove(forged.channel);
  });

  it("a position of another channel brings none of that channel's results", async () => {
    const ada = await tokenFor('ada', { org: 'acme' });
    const { position } = await stack.grant('3.4', { query: 'subscription { invoiced }', token: ada });
    await stack.gateway.publish('invoiced', { viewer: { org: 'acme' } }, 'the invoice of acme');
    const answer = await stack.grant('1.2', {
      query: 'subscription { invoiced }',
      token: mallory,
      extensions: { pusher: { position } },
    });
    expect(answer).toMatchObject({ recovered: false, position: { offset: 0 } });
    expect(JSON.stringify(answer)).not.toContain('acme');
    await stack.store.registrations.remove(answer.channel);
  });

  it.each([
    [
      'trigger',
      'mutation ($c: String!) { trigger(channels: [$c], event: "result", data: {}) { __typename } }',
    ],
    [
      'triggerBatch',
      'mutation ($c: String!) { triggerBatch(events: [{ channel: $c, event: "result", data: {} }]) { __typename } }',
    ],
  ])('%s cannot speak in place of the gateway', async (_name, query) => {
    for (const channel of [
      ...channelsOfAda,
      'private-room-secret',
      'price-X',
      'cache-price-X',
      'private-gql-r-1.x',
    ]) {
      const { errors } = await stack.request({ query, variables: { c: channel }, token: mallory });
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    }
  });

  it('channelEvents does not listen where its viewer may not', async () => {
    const query = 'subscription ($c: String!) { channelEvents(channel: $c) { event data } }';
    for (const channel of [
      ...channelsOfAda,
      'private-room-secret',
      'presence-lobby-secret',
      'private-org-acme',
    ]) {
      const answer = await stack.request({
        query,
        variables: { c: channel },
        extensions: { pusher: { socketId: '1.2' } },
        token: mallory,
      });
      expect(answer.errors?.[0]?.extensions?.code).toMatch(/FORBIDDEN|BAD_USER_INPUT/);
      expect(answer.extensions).toBeUndefined();
    }
  });
});

describe('the built-ins that need a rule', () => {
  let stack: Stack;
  afterAll(() => stack.close());
  it.each([
    'mutation { publish(field: "messageAdded", args: { roomId: "1" }, event: "x") { id } }',
    'mutation { revoke(field: "messageAdded", args: { roomId: "1" }) }',
    'mutation { trigger(channels: ["private-x"], event: "x", data: 1) { __typename } }',
    'mutation { triggerBatch(events: [{ channel: "private-x", event: "x", data: 1 }]) { __typename } }',
    'mutation { sendToUser(userId: "ada", event: "x", data: 1) }',
    'mutation { terminateUserConnections(userId: "ada") }',
    '{ channels { name } }',
    '{ channel(name: "private-x") { occupied } }',
    '{ presenceMembers(channel: "presence-x") }',
  ])('refuse without one: %s', async (query) => {
    stack ??= await startStack({ typeDefs });
    for (const token of [await tokenFor('mallory'), undefined]) {
      const { errors } = await stack.request({ query, token });
      expect(errors?.[0]?.extensions?.code).toBe(token ? 'FORBIDDEN' : 'UNAUTHENTICATED');
    }
  });

  it('refuse what a rule that fails would have to say', async () => {
    const failing = await startStack({ typeDefs, rules: { revoke: never, channel: never } });
    const token = await tokenFor('mallory');
    const { data, errors } = await failing.request({
      query: 'mutation { revoke(field: "messageAdded", args: { roomId: "1" }) }',
      token,
    });
    expect([data, errors?.[0]?.message]).toEqual([null, 'Unexpected error.']);
    for (const ask of Object.values(routes))
      expect((await ask(failing, 'private-x', token)).text).not.toMatch(signature);
    await failing.close();
  });
});
