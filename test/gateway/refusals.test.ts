import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack, type TestRequest, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    messageAdded(roomId: ID!): Message! @channel(name: "room-{roomId}")
    notified: Message! @channel(name: "user-{viewer.org}", per: ["org"])
    priceChanged(symbol: ID!): Float! @channel(name: "price-{symbol}", access: PUBLIC)
  }
  type Message { id: ID! }
`;

const query = 'subscription { messageAdded(roomId: "1") { id } }';
const pusher = { socketId: '1.2' };

describe('bad input', () => {
  let stack: Stack;
  let token: string;
  beforeAll(async () => {
    token = await tokenFor('ada');
    stack = await startStack({
      typeDefs,
      resolvers: {
        Subscription: {
          messageAdded: { authorize: ({ roomId }: { roomId: string }) => roomId !== 'secret' },
        },
      },
    });
  });
  afterAll(() => stack.close());

  async function registered(): Promise<string[]> {
    const channels: string[] = [];
    for await (const { channel } of stack.store.registrations.all()) channels.push(channel);
    return channels;
  }

  it.each<[string, string, Omit<TestRequest, 'token'>, RegExp]>([
    [
      'no socket id',
      'BAD_USER_INPUT',
      { query, extensions: { pusher: {} } },
      /extensions\.pusher\.socketId: must be/,
    ],
    [
      'a malformed socket id',
      'BAD_USER_INPUT',
      { query, extensions: { pusher: { socketId: 'abc' } } },
      /such as "1234\.5678"/,
    ],
    [
      'extensions that are no object',
      'BAD_USER_INPUT',
      { query, extensions: { pusher: 'x' } },
      /extensions\.pusher/,
    ],
    [
      'a position of another shape',
      'BAD_USER_INPUT',
      { query, extensions: { pusher: { ...pusher, position: { offset: -1 } } } },
      /position/,
    ],
    [
      'neither Pusher nor an event stream',
      'BAD_USER_INPUT',
      { query },
      /extensions\.pusher\.socketId .* text\/event-stream/,
    ],
    [
      'an unknown field',
      'GRAPHQL_VALIDATION_FAILED',
      { query: 'subscription { nothing }', extensions: { pusher } },
      /nothing/,
    ],
    [
      'two root fields',
      'GRAPHQL_VALIDATION_FAILED',
      {
        query: 'subscription { messageAdded(roomId: "1") { id } b: messageAdded(roomId: "2") { id } }',
        extensions: { pusher },
      },
      /one top level field|only one/i,
    ],
    [
      'a syntax error',
      'GRAPHQL_PARSE_FAILED',
      { query: 'subscription {', extensions: { pusher } },
      /Syntax Error/,
    ],
    [
      'a variable of the wrong type',
      'BAD_USER_INPUT',
      {
        query: 'subscription ($r: ID!) { messageAdded(roomId: $r) { id } }',
        variables: { r: { x: 1 } },
        extensions: { pusher },
      },
      /\$r/,
    ],
    [
      'a variable that is missing',
      'BAD_USER_INPUT',
      { query: 'subscription ($r: ID!) { messageAdded(roomId: $r) { id } }', extensions: { pusher } },
      /\$r/,
    ],
    [
      'a value that cannot be in a name',
      'BAD_USER_INPUT',
      { query: 'subscription { messageAdded(roomId: "a b") { id } }', extensions: { pusher } },
      /argument "roomId"/,
    ],
    [
      'a value with the separator',
      'BAD_USER_INPUT',
      { query: 'subscription { messageAdded(roomId: "a;b") { id } }', extensions: { pusher } },
      /argument "roomId"/,
    ],
    [
      'an empty value',
      'BAD_USER_INPUT',
      { query: 'subscription { messageAdded(roomId: "") { id } }', extensions: { pusher } },
      /argument "roomId"/,
    ],
    [
      'a name that is too long',
      'BAD_USER_INPUT',
      { query: `subscription { messageAdded(roomId: "${'x'.repeat(200)}") { id } }`, extensions: { pusher } },
      /longer than/,
    ],
    [
      'a subscription that the viewer may not have',
      'FORBIDDEN',
      { query: 'subscription { messageAdded(roomId: "secret") { id } }', extensions: { pusher } },
      /may not/,
    ],
    [
      'a claim that the token lacks',
      'FORBIDDEN',
      { query: 'subscription { notified { id } }', extensions: { pusher } },
      /claim "org"/,
    ],
  ])('%s is %s', async (_what, code, request, message) => {
    const before = await registered();
    const { data, errors, extensions } = await stack.request({ ...request, token });
    expect(data ?? null).toBeNull();
    expect(extensions?.pusher).toBeUndefined();
    expect(errors?.[0]?.extensions?.code).toBe(code);
    expect(errors?.[0]?.message).toMatch(message);
    expect(await registered()).toEqual(before);
  });

  it('no token is 401, and a wrong one as well', async () => {
    const none = await stack.request({ query, extensions: { pusher } });
    expect([none.status, none.errors?.[0]?.extensions?.code]).toEqual([401, 'UNAUTHENTICATED']);
    const wrong = await stack.request({ query, extensions: { pusher }, token: 'a.b.c' });
    expect([wrong.status, wrong.errors?.[0]?.extensions?.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(wrong.errors?.[0]?.message).toMatch(/not accepted/);
    expect(await registered()).toEqual([]);
  });

  it('a public field needs no token', async () => {
    const { channel } = await stack.grant('1.2', { query: 'subscription { priceChanged(symbol: "X") }' });
    expect(channel).toMatch(/^private-cache-gql-/);
    await stack.store.registrations.remove(channel);
  });

  const authorize = (body: string | undefined, headers: Record<string, string> = {}): Promise<Response> =>
    stack.gateway.fetch(
      new Request('http://gateway.test/pusher/auth', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization: `Bearer ${token}`,
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      }),
    );

  it.each([
    ['nothing', undefined, 400],
    ['no channel', 'socket_id=1.2', 400],
    ['a malformed socket id', 'socket_id=abc&channel_name=private-room-1', 400],
    ['a public channel', 'socket_id=1.2&channel_name=price-X', 400],
    ['an unknown channel', 'socket_id=1.2&channel_name=private-unknown', 403],
    ['a channel with characters that Pusher forbids', 'socket_id=1.2&channel_name=private-room-a%20b', 400],
    ['an operation channel', 'socket_id=1.2&channel_name=private-cache-gql-abc', 403],
    ['a room that the viewer may not enter', 'socket_id=1.2&channel_name=private-room-secret', 403],
    ['the same room as a cache channel', 'socket_id=1.2&channel_name=private-cache-room-secret', 403],
    ["a field's channel with another prefix", 'socket_id=1.2&channel_name=presence-room-1', 403],
    ["another organisation's channel", 'socket_id=1.2&channel_name=private-user-acme', 403],
  ])('POST /pusher/auth answers %s with a status and a reason', async (_what, body, status) => {
    const response = await authorize(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: expect.any(String), code: expect.any(String) });
    expect(await registered()).toEqual([]);
  });

  it('POST /pusher/auth without a token, or with a wrong one, is 401', async () => {
    const body = 'socket_id=1.2&channel_name=private-room-1';
    expect((await authorize(body, { authorization: '' })).status).toBe(401);
    expect((await authorize(body, { authorization: 'Bearer a.b.c' })).status).toBe(401);
    expect((await authorize(`${body}&deWT=nonsense`, { authorization: '' })).status).toBe(401);
    expect((await authorize('{"a":', { 'content-type': 'application/json' })).status).toBe(400);
    expect((await authorize('[]', { 'content-type': 'application/json' })).status).toBe(400);
  });

  it('authorizeChannel refuses as the REST twin does', async () => {
    const ask = (channel: string, as: string | undefined) =>
      stack.request({
        query: 'mutation ($c: String!) { authorizeChannel(socketId: "1.2", channelName: $c) { auth } }',
        variables: { c: channel },
        token: as,
      });
    expect(await ask('private-room-1', undefined)).toMatchObject({ status: 401, data: null });
    expect(await ask('private-room-1', 'a.b.c')).toMatchObject({ status: 401 });
    expect(await ask('private-room-secret', token)).toMatchObject({
      status: 403,
      errors: [{ extensions: { code: 'FORBIDDEN' } }],
    });
    expect(await ask('private-room-1', token)).toMatchObject({
      status: 200,
      data: { authorizeChannel: { auth: /^test-key:/ } },
    });
  });

  it.each([
    ['malformed JSON', '{"query":'],
    ['an empty body', ''],
    ['an array of nothing', '[]'],
    ['a number', '1'],
    ['a query that is no text', '{"query":1}'],
  ])('%s is a bad request', async (_what, body) => {
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    );
    expect(response.status).toBe(400);
  });

  it('a webhook that Pusher did not sign is refused', async () => {
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/pusher/webhook', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-pusher-key': 'test-key',
          'x-pusher-signature': 'forged',
        },
        body: '{"time_ms":1,"events":[{"name":"channel_vacated","channel":"private-room-1"}]}',
      }),
    );
    expect(response.status).toBe(403);
  });
});
