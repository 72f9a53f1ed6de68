import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayRules } from '../../src/index.ts';
import { type Stack, startStack, type TestRequest, tokenFor } from '../support/stack.ts';
import { type SilentPusher, startSilentPusher } from './support/silent-pusher.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription { messageAdded(roomId: ID!): ID! @channel(name: "room-{roomId}") }
`;

/** A request for each rule, and what the rule is asked about it. */
const requests: [rule: keyof GatewayRules, query: string, asked: unknown][] = [
  [
    'trigger',
    'mutation { trigger(channels: ["private-a", "b"], event: "e", data: { x: [1, "y"] }, socketId: "1.2") { channels { name } } }',
    { channels: ['private-a', 'b'], event: 'e', data: { x: [1, 'y'] }, socketId: '1.2' },
  ],
  [
    'trigger',
    'mutation { triggerBatch(events: [{ channel: "private-a", event: "e", data: false }]) { channels { name } } }',
    { channels: ['private-a'], event: 'e', data: false, socketId: undefined },
  ],
  [
    'sendToUser',
    'mutation { sendToUser(userId: "bob", event: "e", data: "hi") }',
    { userId: 'bob', event: 'e', data: 'hi' },
  ],
  ['terminateUserConnections', 'mutation { terminateUserConnections(userId: "bob") }', { userId: 'bob' }],
  [
    'inspect',
    '{ channels(filterByPrefix: "private-") { name } }',
    { operation: 'channels', filterByPrefix: 'private-' },
  ],
  ['inspect', '{ channels { name } }', { operation: 'channels', filterByPrefix: '' }],
  ['inspect', '{ channel(name: "private-a") { occupied } }', { operation: 'channel', channel: 'private-a' }],
  [
    'inspect',
    '{ presenceMembers(channel: "presence-a") }',
    { operation: 'presenceMembers', channel: 'presence-a' },
  ],
  [
    'inspect',
    'subscription { presence(channel: "presence-a") { userId } }',
    { operation: 'presence', channel: 'presence-a' },
  ],
  ['channel', 'subscription { channelEvents(channel: "private-a") { event } }', 'private-a'],
  [
    'channel',
    'mutation { authorizeChannel(socketId: "1.2", channelName: "private-a") { auth } }',
    'private-a',
  ],
  [
    'publish',
    'mutation { publish(field: "messageAdded", args: { roomId: "1" }, event: 7) { status } }',
    { field: 'messageAdded', args: { roomId: '1' }, event: 7 },
  ],
  [
    'revoke',
    'mutation { revoke(field: "messageAdded", args: { roomId: "1" }) }',
    { field: 'messageAdded', args: { roomId: '1' } },
  ],
];

describe('without a rule nobody may do anything', () => {
  let stack: Stack;
  let pusher: SilentPusher;
  let asked: unknown[] = [];
  let answer: () => unknown = () => true;
  let bare: Stack;
  let token: string;
  beforeAll(async () => {
    token = await tokenFor('ada', { role: 'admin' });
    pusher = await startSilentPusher();
    const rule = (input: unknown, viewer: unknown) => {
      asked.push([input, viewer]);
      return answer() as boolean;
    };
    const rules: GatewayRules = {
      channel: rule,
      trigger: rule,
      sendToUser: rule,
      terminateUserConnections: rule,
      inspect: rule,
      publish: rule,
      revoke: rule,
    };
    stack = await startStack({ typeDefs, rules, transport: pusher.transport });
    bare = await startStack({ typeDefs, transport: pusher.transport });
  });
  afterAll(async () => {
    await stack.close();
    await bare.close();
    pusher.close();
  });

  const ask = (to: Stack, query: string, as: string | undefined) => {
    const request: TestRequest = { query, token: as };
    if (query.startsWith('subscription')) request.extensions = { pusher: { socketId: '1.2' } };
    return to.request(request);
  };
  const codeOf = async (response: ReturnType<typeof ask>) => (await response).errors?.[0]?.extensions?.code;

  it.each(requests)('%s is asked: %s', async (_rule, query, question) => {
    asked = [];
    answer = () => true;
    const { errors } = await ask(stack, query, token);
    expect(errors).toBeUndefined();
    expect(asked).toEqual([
      [question, expect.objectContaining({ id: 'ada', claims: expect.objectContaining({ role: 'admin' }) })],
    ]);
  });

  it.each(requests)('%s decides: %s', async (rule, query) => {
    const before = pusher.requests.length;
    expect(await codeOf(ask(bare, query, token))).toBe('FORBIDDEN');
    expect(await codeOf(ask(bare, query, undefined))).toBe('UNAUTHENTICATED');
    for (const no of [false, undefined, 0, 'yes']) {
      answer = () => no;
      const refused = await ask(stack, query, token);
      expect(refused).toMatchObject({ status: 403, errors: [{ extensions: { code: 'FORBIDDEN' } }] });
      // Nothing tells whether there is a rule at all.
      expect(refused.errors?.[0]?.message).toBe((await ask(bare, query, token)).errors?.[0]?.message);
      if (rule !== 'channel') expect(refused.errors?.[0]?.message).toContain(`rule "${rule}"`);
    }
    asked = [];
    expect(await codeOf(ask(stack, query, undefined))).toBe('UNAUTHENTICATED');
    expect(asked).toEqual([]);
    expect(pusher.requests.length).toBe(before);
  });

  it('a rule that fails lets nothing through and tells nothing', async () => {
    answer = () => {
      throw new Error('the database is at db.internal:5432');
    };
    const before = pusher.requests.length;
    for (const [, query] of requests) {
      const { errors } = await ask(stack, query, token);
      expect(errors?.[0]?.extensions?.code).toBe('INTERNAL_SERVER_ERROR');
      expect(JSON.stringify(errors)).not.toContain('db.internal');
    }
    expect(pusher.requests.length).toBe(before);
  });

  it('each event of a batch is asked about, and one that is refused keeps back all', async () => {
    asked = [];
    answer = () => asked.length !== 2;
    const before = pusher.requests.length;
    const query =
      'mutation { triggerBatch(events: [{ channel: "a", event: "e", data: 1 }, { channel: "b", event: "e", data: 2 }, { channel: "c", event: "e", data: 3 }]) { channels { name } } }';
    expect(await codeOf(ask(stack, query, token))).toBe('FORBIDDEN');
    expect(pusher.requests.length).toBe(before);
  });

  it('who may not do a thing does not learn which names are topics', async () => {
    answer = () => false;
    const trigger = (channel: string) =>
      ask(
        stack,
        `mutation { trigger(channels: ["${channel}"], event: "e", data: 1) { channels { name } } }`,
        token,
      );
    const messages = await Promise.all(['private-room-1', 'private-cache-gql-x', 'private-a'].map(trigger));
    expect(new Set(messages.map(({ errors }) => errors?.[0]?.message)).size).toBe(1);
  });
});
