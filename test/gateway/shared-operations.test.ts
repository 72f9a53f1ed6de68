import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Stack, startStack, type TestRequest, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  enum Mode { ALL MENTIONS }
  input Where { min: Int = 1, max: Int, tags: [String!] = ["a"] }
  scalar Opaque
  type Subscription {
    messageAdded(roomId: ID!, mode: Mode! = ALL, where: Where, opaque: Opaque): Message! @channel(name: "room-{roomId}")
    notified: Message! @channel(name: "user-{viewer.sub}", per: ["sub"])
    priced(symbol: ID!): Message! @channel(name: "price-{symbol}", per: ["plan"])
  }
  type Message { id: ID! text(upper: Boolean = false): String! }
`;

describe('operations', () => {
  let stack: Stack;
  let token: string;
  beforeAll(async () => {
    stack = await startStack({ typeDefs });
    token = await tokenFor('ada');
  });
  afterAll(() => stack.close());

  const channelOf = async (request: TestRequest): Promise<string> =>
    (await stack.grant('1.2', { token, ...request })).channel;

  const standard: TestRequest = {
    query: 'subscription S($r: ID!, $m: Mode! = ALL) { messageAdded(roomId: $r, mode: $m) { id text } }',
    variables: { r: '1' },
  };

  it.each<[string, TestRequest]>([
    [
      'white space, commas and comments',
      {
        ...standard,
        query: 'subscription   S(\n$r:ID!,,$m:Mode!=ALL)\n# hi\n{messageAdded(roomId:$r,mode:$m){id,text}}',
      },
    ],
    [
      'the order of variables',
      {
        ...standard,
        query: 'subscription S($m: Mode! = ALL, $r: ID!) { messageAdded(roomId: $r, mode: $m) { id text } }',
      },
    ],
    [
      'the order of arguments',
      {
        ...standard,
        query: 'subscription S($r: ID!, $m: Mode! = ALL) { messageAdded(mode: $m, roomId: $r) { id text } }',
      },
    ],
    ['a default of a variable that is spelled out', { ...standard, variables: { m: 'ALL', r: '1' } }],
    [
      'a default of an argument that is spelled out',
      {
        ...standard,
        query:
          'subscription S($r: ID!, $m: Mode! = ALL) { messageAdded(roomId: $r, mode: $m) { id text(upper: false) } }',
      },
    ],
    ['a number for an ID', { ...standard, variables: { r: 1 } }],
    ['variables that the operation does not declare', { ...standard, variables: { r: '1', other: true } }],
    [
      'other operations and fragments in the document',
      {
        ...standard,
        operationName: 'S',
        query: `${standard.query} query Q { hello } fragment F on Message { id } query P { hello }`.replace(
          'fragment F on Message { id }',
          '',
        ),
      },
    ],
  ])('share one channel whatever %s', async (_what, request) => {
    expect(await channelOf(request)).toBe(await channelOf(standard));
  });

  it('share one channel when input defaults are spelled out', async () => {
    const query = 'subscription ($w: Where) { messageAdded(roomId: "1", where: $w) { id } }';
    const short = await channelOf({ query, variables: { w: { max: 3 } } });
    expect(await channelOf({ query, variables: { w: { tags: ['a'], max: 3, min: 1 } } })).toBe(short);
  });

  it('never share a channel when they differ', async () => {
    const requests: TestRequest[] = [
      standard,
      { ...standard, variables: { r: '2' } },
      { ...standard, variables: { r: '1', m: 'MENTIONS' } },
      { ...standard, query: standard.query.replace('id text', 'text id') },
      { ...standard, query: standard.query.replace('id text', 'id words: text') },
      { ...standard, query: standard.query.replace('id text', 'id text(upper: true)') },
      { ...standard, query: standard.query.replace('id text', 'id') },
      { ...standard, query: standard.query.replace('messageAdded', 'added: messageAdded') },
      { ...standard, query: standard.query.replace('subscription S', 'subscription T') },
      {
        query: 'subscription ($w: Where) { messageAdded(roomId: "1", where: $w) { id } }',
        variables: { w: null },
      },
      { query: 'subscription ($w: Where) { messageAdded(roomId: "1", where: $w) { id } }', variables: {} },
      {
        query: 'subscription ($o: Opaque) { messageAdded(roomId: "1", opaque: $o) { id } }',
        variables: { o: { a: 1 } },
      },
      {
        query: 'subscription ($o: Opaque) { messageAdded(roomId: "1", opaque: $o) { id } }',
        variables: { o: { a: 2 } },
      },
      {
        query: 'subscription ($o: Opaque) { messageAdded(roomId: "1", opaque: $o) { id } }',
        variables: { o: '{"a":1}' },
      },
    ];
    const channels = await Promise.all(requests.map(channelOf));
    expect(new Set(channels).size).toBe(requests.length);
  });

  it('are shared by viewers, apart from the claims of per', async () => {
    const bob = await tokenFor('bob', { plan: 'pro' });
    const gold = await tokenFor('eve', { plan: 'gold' });
    const pro = await tokenFor('joe', { plan: 'pro' });
    expect(await channelOf({ ...standard, token: bob })).toBe(await channelOf(standard));
    const notified = { query: 'subscription { notified { id } }' };
    expect(await channelOf({ ...notified, token: bob })).not.toBe(await channelOf(notified));
    const priced = { query: 'subscription { priced(symbol: "X") { id } }' };
    expect(await channelOf({ ...priced, token: bob })).toBe(await channelOf({ ...priced, token: pro }));
    expect(await channelOf({ ...priced, token: bob })).not.toBe(await channelOf({ ...priced, token: gold }));
    expect(await channelOf({ ...priced, token: bob })).not.toBe(await channelOf(priced));
  });
});
