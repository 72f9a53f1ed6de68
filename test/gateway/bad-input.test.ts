import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayRules } from '../../src/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';
import { type SilentPusher, startSilentPusher } from './support/silent-pusher.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}")
    priceChanged(symbol: ID!): Float! @channel(name: "price-{symbol}", access: PUBLIC)
    lobby: Message! @channel(name: "lobby", access: PRESENCE)
    secret: Message! @channel(name: "safe", access: ENCRYPTED)
  }
  type Message { id: ID! }
`;

const yes = () => true;
const everything: GatewayRules = {
  channel: yes,
  trigger: yes,
  sendToUser: yes,
  terminateUserConnections: yes,
  inspect: yes,
  publish: yes,
  revoke: yes,
};

const documents = {
  trigger:
    'mutation ($channels: [String!]! = ["private-a"], $event: String! = "e", $data: PusherJSON! = 1, $socketId: String, $info: [ChannelAttribute!]) { trigger(channels: $channels, event: $event, data: $data, socketId: $socketId, info: $info) { channels { name } } }',
  triggerBatch:
    'mutation ($events: [TriggerEventInput!]!) { triggerBatch(events: $events) { channels { name } } }',
  sendToUser:
    'mutation ($userId: ID! = "ada", $event: String! = "e", $data: PusherJSON! = 1) { sendToUser(userId: $userId, event: $event, data: $data) }',
  terminateUserConnections: 'mutation ($userId: ID!) { terminateUserConnections(userId: $userId) }',
  authorizeChannel:
    'mutation ($socketId: String! = "1.2", $channelName: String! = "private-a") { authorizeChannel(socketId: $socketId, channelName: $channelName) { auth } }',
  authenticateUser: 'mutation ($socketId: String!) { authenticateUser(socketId: $socketId) { auth } }',
  publish:
    'mutation ($field: String! = "messageAdded", $args: PusherJSON, $event: PusherJSON) { publish(field: $field, args: $args, event: $event) { status } }',
  revoke:
    'mutation ($field: String! = "messageAdded", $args: PusherJSON) { revoke(field: $field, args: $args) }',
  channels:
    'query ($prefix: String, $info: [ChannelAttribute!]) { channels(filterByPrefix: $prefix, info: $info) { name } }',
  channel: 'query ($name: String!) { channel(name: $name) { occupied } }',
  presenceMembers: 'query ($channel: String!) { presenceMembers(channel: $channel) }',
};

type Row = [what: string, operation: keyof typeof documents, variables: object, message: RegExp];

const event = { channel: 'private-a', event: 'e', data: 1 };
const long = 'x'.repeat(165);
/** 10,241 bytes as JSON. */
const large = 'x'.repeat(10_239);

const unsound: Row[] = [
  ['no channel', 'trigger', { channels: [] }, /name at least one channel/],
  [
    '101 channels',
    'trigger',
    { channels: Array.from({ length: 101 }, (_, index) => `private-${index}`) },
    /at most 100 channels, so send several/,
  ],
  ['an empty name', 'trigger', { channels: [''] }, /channels\.0: is empty: name a channel/],
  ['a name that is too long', 'trigger', { channels: [long] }, /165 characters.*at most 164: shorten it/],
  ['forbidden characters', 'trigger', { channels: ['private-a b'] }, /use A-Z a-z 0-9/],
  ['a name of dots', 'trigger', { channels: ['..'] }, /use letters/],
  ["a user's channel", 'trigger', { channels: ['#server-to-user-ada'] }, /send to it with sendToUser/],
  [
    'an encrypted channel with others',
    'trigger',
    { channels: ['private-a', 'private-encrypted-b'] },
    /a key of its own: send to it alone/,
  ],
  ['an empty event', 'trigger', { event: '' }, /event: is empty: name the event/],
  ['an event that is too long', 'trigger', { event: 'x'.repeat(201) }, /201 characters.*at most 200/],
  ["the protocol's event", 'trigger', { event: 'pusher:error' }, /begin it with something else/],
  [
    "the protocol's inner event",
    'trigger',
    { event: 'pusher_internal:member_added' },
    /begin it with something else/,
  ],
  ["a client's event", 'trigger', { event: 'client-typing' }, /something else than "client-"/],
  ['more than 10 kB', 'trigger', { data: large }, /10241 bytes.*at most 10240.*send less/],
  ['11 kB', 'trigger', { data: { text: 'x'.repeat(11_000) } }, /send less, or where to find it/],
  ['10 kB in characters of several bytes', 'trigger', { data: 'ä'.repeat(6_000) }, /12002 bytes.*send less/],
  [
    'what is more than 10 kB when it is encrypted',
    'trigger',
    { channels: ['private-encrypted-a'], data: 'x'.repeat(8_000) },
    /encrypted, about a quarter less/,
  ],
  ['a socket id of another shape', 'trigger', { socketId: 'abc' }, /such as "1234\.5678"/],
  ['user counts of a private channel', 'trigger', { info: ['USER_COUNT'] }, /only presence channels have/],

  ['an empty batch', 'triggerBatch', { events: [] }, /give at least one event/],
  [
    '11 in a batch',
    'triggerBatch',
    { events: Array.from({ length: 11 }, () => event) },
    /at most 10 events, so send several/,
  ],
  [
    'one bad name in a batch',
    'triggerBatch',
    { events: [event, { ...event, channel: 'a b' }] },
    /events\.1\.channel: holds a character/,
  ],
  [
    'one event too large in a batch',
    'triggerBatch',
    { events: [{ ...event, data: large }] },
    /events\.0\.data: .*send less/,
  ],
  [
    'one reserved event in a batch',
    'triggerBatch',
    { events: [event, { ...event, event: 'pusher:ping' }] },
    /events\.1\.event: is kept/,
  ],
  [
    'one socket id of another shape in a batch',
    'triggerBatch',
    { events: [{ ...event, socketId: '1' }] },
    /events\.0\.socketId: must be/,
  ],

  ['an empty user id', 'sendToUser', { userId: '' }, /name a user/],
  ['a user id that is too long', 'sendToUser', { userId: 'x'.repeat(129) }, /129 characters.*at most 128/],
  ['a reserved event to a user', 'sendToUser', { event: 'pusher:x' }, /is kept/],
  ['11 kB to a user', 'sendToUser', { data: 'x'.repeat(11_000) }, /send less/],
  ['an empty user id', 'terminateUserConnections', { userId: '' }, /name a user/],
  ['a user id that is a path', 'terminateUserConnections', { userId: '..' }, /use letters/],
  [
    'a user id that is too long',
    'terminateUserConnections',
    { userId: 'x'.repeat(129) },
    /129 characters.*at most 128: shorten it/,
  ],

  ['a socket id of another shape', 'authorizeChannel', { socketId: '1' }, /socketId: must be the id/],
  ['a name that is too long', 'authorizeChannel', { channelName: `private-${long}` }, /at most 164/],
  ['forbidden characters', 'authorizeChannel', { channelName: 'private-ä' }, /use A-Z/],
  ['a public channel', 'authorizeChannel', { channelName: 'news' }, /joined without authorization/],
  ['a socket id of another shape', 'authenticateUser', { socketId: '1:2' }, /socketId: must be the id/],

  ['an unknown field', 'publish', { field: 'nothing' }, /Subscription has no field "nothing"/],
  ['arguments that are missing', 'publish', {}, /argument "roomId" is missing/],
  ['arguments that are no object', 'publish', { args: ['1'] }, /args: must be an object of arguments/],
  ['claims that are no object', 'publish', { args: { viewer: 'ada' } }, /args\.viewer: must be an object/],
  ['a value that no name may hold', 'publish', { args: { roomId: 'a b' } }, /use A-Z a-z 0-9/],
  ['a field of the gateway', 'publish', { field: 'presence' }, /trigger an event there instead/],
  ['an unknown field', 'revoke', { field: 'nothing' }, /Subscription has no field "nothing"/],
  ['arguments that are missing', 'revoke', {}, /argument "roomId" is missing/],

  ['a prefix that no name has', 'channels', { prefix: 'a b' }, /use A-Z a-z 0-9/],
  ['a prefix that is too long', 'channels', { prefix: long }, /shorten it/],
  [
    'user counts of other channels',
    'channels',
    { prefix: 'private-', info: ['USER_COUNT'] },
    /has to begin with "presence-"/,
  ],
  ['forbidden characters', 'channel', { name: 'a/b' }, /use A-Z a-z 0-9/],
  ['a name of dots', 'channel', { name: '..' }, /use letters/],
  ['a name that is too long', 'channel', { name: long }, /at most 164/],
  ['a channel without members', 'presenceMembers', { channel: 'private-a' }, /begins with "presence-"/],
  ['forbidden characters', 'presenceMembers', { channel: 'presence-?' }, /use A-Z a-z 0-9/],
];

/** Sound, but what the gateway alone may send. */
const forged: Row[] = [
  [
    'an operation channel',
    'trigger',
    { channels: ['private-cache-gql-abc'] },
    /carries results of operations/,
  ],
  [
    'an encrypted operation channel',
    'trigger',
    { channels: ['private-encrypted-cache-gql-abc'] },
    /carries results of operations/,
  ],
  ['any name of ours', 'trigger', { channels: ['presence-gql-x'] }, /carries results of operations/],
  [
    'a topic channel',
    'trigger',
    { channels: ['private-a', 'private-room-1'] },
    /"private-room-1" carries events of Subscription\.messageAdded.*publish an event instead/,
  ],
  [
    'its cache channel',
    'trigger',
    { channels: ['private-cache-room-1'] },
    /carries events of Subscription\.messageAdded/,
  ],
  ['a public topic channel', 'trigger', { channels: ['price-ACME'] }, /Subscription\.priceChanged/],
  ['a presence topic channel', 'trigger', { channels: ['presence-lobby'] }, /Subscription\.lobby/],
  ['an encrypted topic channel', 'trigger', { channels: ['private-encrypted-safe'] }, /Subscription\.secret/],
  [
    'a topic channel in a batch',
    'triggerBatch',
    { events: [event, { ...event, channel: 'private-room-1' }] },
    /Subscription\.messageAdded/,
  ],
  ['an operation channel', 'authorizeChannel', { channelName: 'private-cache-gql-abc' }, /may not join/],
];

describe('bad input to the built-in operations', () => {
  let stack: Stack;
  let pusher: SilentPusher;
  let token: string;
  beforeAll(async () => {
    pusher = await startSilentPusher();
    stack = await startStack({ typeDefs, rules: everything, transport: pusher.transport });
    token = await tokenFor('ada');
  });
  afterEach(() => expect(pusher.requests.splice(0)).toEqual([]));
  afterAll(async () => {
    await stack.close();
    pusher.close();
  });

  const ask = (operation: keyof typeof documents, variables: object) =>
    stack.request({ query: documents[operation], variables: { ...variables }, token });

  it.each(unsound)(
    '%s in %s reaches nobody, and the answer says what to do',
    async (_what, operation, variables, message) => {
      const { status, data, errors } = await ask(operation, variables);
      expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
      expect(data).toBeNull();
      // Clients that take plain JSON only would not read the errors otherwise.
      expect(status).toBe(200);
    },
  );

  it('has a status of its own for clients that understand it', async () => {
    const accept = 'application/graphql-response+json';
    const variables = { channels: [] };
    expect(await stack.request({ query: documents.trigger, variables, token, accept })).toMatchObject({
      status: 400,
    });
  });

  it.each(forged)(
    'nobody can send or join as if the gateway did: %s by %s',
    async (_what, operation, variables, message) => {
      const { data, errors } = await ask(operation, variables);
      expect(errors).toEqual([expect.objectContaining({ message: expect.stringMatching(message) })]);
      expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      expect(data).toBeNull();
    },
  );

  it('a viewer whom Pusher would not take as a user or a member is told why', async () => {
    const tooLong = await tokenFor('x'.repeat(129));
    const query = 'mutation { authenticateUser(socketId: "1.2") { auth } }';
    const refused = await stack.request({ query, token: tooLong });
    expect(refused.errors?.[0]).toMatchObject({
      message: expect.stringMatching(/129 characters.*a token with a shorter "sub"/),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    const variables = { channelName: 'presence-lobby' };
    const asMember = await stack.request({ query: documents.authorizeChannel, variables, token: tooLong });
    expect(asMember.errors?.[0]?.message).toMatch(/129 characters/);
    const talkative = await tokenFor('ada', { name: 'x'.repeat(1_100) });
    const shown = await stack.request({ query: documents.authorizeChannel, variables, token: talkative });
    expect(shown.errors?.[0]?.message).toMatch(/at most 1024: your token must say less/);
  });
});

it('encrypted channels without a master key are refused before anything is sent', async () => {
  const pusher = await startSilentPusher({ encrypts: false });
  const plain = 'type Query { hello: String }';
  const stack = await startStack({ typeDefs: plain, rules: everything, transport: pusher.transport });
  const token = await tokenFor('ada');
  for (const [query, variables] of [
    [documents.trigger, { channels: ['private-encrypted-a'] }],
    [documents.authorizeChannel, { channelName: 'private-encrypted-a' }],
  ] as const) {
    const { errors } = await stack.request({ query, variables, token });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/no encryption master key/),
      extensions: { code: 'BAD_USER_INPUT' },
    });
  }
  expect(pusher.requests).toEqual([]);
  await stack.close();
  pusher.close();
});
