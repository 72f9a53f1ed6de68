import { GraphQLError, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionQuery } from '../../src/protocol/index.ts';
import { createParserCache } from '../../src/security/documents/parser-cache.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { room(id: ID): Room rooms: [Room!]! liked(of: [Taste!]): Boolean asked: Boolean }
  enum Taste { SWEET SOUR }
  type Mutation { touch: Boolean }
  type Room { id: ID! name: String rooms: [Room!]! room: Room }
  type Subscription { entered(roomId: ID!): Room! @channel(name: "room-{roomId}") tasted(of: [Taste!]): Boolean @channel(name: "tasted") }
`;
let calls = 0;
const room = { id: '1', name: 'One', rooms: () => [room], room: () => room };
const resolvers = {
  Query: {
    room: () => {
      calls++;
      return room;
    },
    asked: () => {
      throw new GraphQLError('No such room. Did you mean "garden"?');
    },
    rooms: () => {
      calls++;
      return [room];
    },
  },
};
const nested = (depth: number): string => `{ ${'room { '.repeat(depth - 1)}id${' }'.repeat(depth - 1)} }`;
/** As graphql's own `getIntrospectionQuery` with everything on, and GraphiQL with it, asks. */
const introspection = /* GraphQL */ `
  query { __schema { types { fields { type { ofType { ofType { ofType { ofType { ofType { ofType { ofType {
    ofType { ofType { name } } } } } } } } } } } } } }
`;

describe('documents of any size', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ typeDefs, resolvers });
  });
  afterAll(() => stack.close());

  it.each<[string, string, RegExp]>([
    ['deep', nested(13), /13 fields deep\. The limit is 12/],
    ['deep in fragments', `{ ...a } fragment a on Query ${nested(13)}`, /13 fields deep/],
    [
      'wide by fragments that spread each other',
      `{ ...f0 } ${Array.from({ length: 40 }, (_, n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`).join(' ')} fragment f40 on Query { room { id } }`,
      /costs \d/,
    ],
    ['lists in lists', '{ rooms { rooms { rooms { rooms { id } } } } }', /costs 11111\. The limit is 10000/],
    [
      'many aliases',
      `{ ${Array.from({ length: 31 }, (_, n) => `a${n}: room { id }`).join(' ')} }`,
      /31 aliases\. The limit is 30/,
    ],
    [
      'many directives',
      `{ room { id ${'@include(if: true) '.repeat(51)} } }`,
      /51 directives\. The limit is 50/,
    ],
    ['many tokens', `{ room { ${'id '.repeat(2_000)} } }`, /more tha[nt] 2000 tokens/],
    ['a fragment that spreads itself', '{ ...a } fragment a on Query { ...a }', /Cannot spread fragment "a"/],
  ])('%s are refused before anything runs', async (_what, query, message) => {
    calls = 0;
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, data, errors } = await stack.request({ query, accept });
      expect(errors?.map((error) => error.message).join(' ')).toMatch(message);
      expect(errors?.[0]?.extensions?.code).toMatch(/^GRAPHQL_(VALIDATION|PARSE)_FAILED$/);
      expect([data, calls]).toEqual([undefined, 0]);
      expect(status).toBe(accept === 'application/json' ? 200 : 400);
    }
  });

  it('subscriptions are measured, too', async () => {
    const query = `subscription { entered(roomId: "1") ${nested(12)} }`;
    const { errors } = await stack.request({
      query,
      token: await tokenFor('ada'),
      extensions: { pusher: { socketId: '1.2' } },
    });
    expect(errors?.[0]?.message).toMatch(/13 fields deep/);
  });

  it.each([
    ['the query by which our client finds Pusher', connectionQuery],
    ['what GraphiQL asks for the schema', introspection],
    ['as deep as may be', nested(12)],
  ])('%s is answered', async (_what, query) => {
    expect((await stack.request({ query })).errors).toBeUndefined();
  });

  it('are taken where the limits are off, or other ones', async () => {
    const open = await startStack({ typeDefs, resolvers, operationLimits: false });
    expect((await open.request({ query: nested(30) })).errors).toBeUndefined();
    await open.close();
    const tight = await startStack({ typeDefs, resolvers, operationLimits: { depth: 2 } });
    expect((await tight.request({ query: nested(3) })).errors?.[0]?.message).toMatch(/The limit is 2\./);
    await tight.close();
  });

  it('fill no memory by being sent once: of large ones few are kept to be sent again, of those that are wrong none', () => {
    const { documentCache, errorCache } = createParserCache();
    const kept = (documents: string[]): number => {
      for (const text of documents) documentCache.set(text, parse(text, { maxTokens: 2_000 }));
      return documents.filter((text) => documentCache.get(text)).length;
    };
    const make = (text: string) => Array.from({ length: 200 }, (_, n) => `{ ${text} } #${n}`);
    expect(kept(make('hello'))).toBe(200);
    // By the bytes of what parsing makes of it, or of its text.
    expect(kept(make('hello '.repeat(1_990)))).toBeLessThan(100);
    expect(kept(make(`hello # ${'x'.repeat(1_000_000)}\n`))).toBeLessThan(50);
    expect(errorCache.get()).toBeUndefined();
  });

  /** Each of so many fragments spreads the next one and the first one. */
  const circles = (count: number, name: (n: number) => string): string => {
    const fragments = Array.from(
      { length: count },
      (_, n) =>
        `fragment ${name(n)} on Query { ...${name((n + 1) % count)} ${n ? `...${name(0)}` : 'asked'} }`,
    );
    return `{ ...${name(0)} } ${fragments.join(' ')}`;
  };

  it('whose fragments spread each other in circles get one error, in fewer words than they have', async () => {
    const document = circles(40, (n) => (n === 0 ? 'A0' : `A${n}${'x'.repeat(5_000)}`));
    const { errors } = await stack.request({ query: document });
    expect(errors).toHaveLength(1);
    expect(JSON.stringify(errors).length).toBeLessThan(document.length);
  });

  it('in which graphql itself gets lost are refused, and no failure of ours', async () => {
    const ask = async (query: string) => (await stack.request({ query })).errors?.[0]?.extensions?.code;
    expect(await ask(circles(100, (n) => `A${n}`))).toBe('GRAPHQL_VALIDATION_FAILED');
    const subscription = circles(100, (n) => `A${n}`)
      .replace('{', 'subscription {')
      .replaceAll('Query', 'Subscription');
    expect(await ask(subscription)).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(stack.errors).toEqual([]);
    const unlimited = await startStack({ typeDefs, resolvers, operationLimits: false });
    const deep = (open: string, close: string) => `{ ${open.repeat(20_000)} id ${close.repeat(20_000)} }`;
    for (const query of [deep('room {', '}'), deep('... {', '}'), `{ room(id: ${deep('[', ']')}) { id } }`])
      expect((await unlimited.request({ query })).errors?.[0]?.extensions?.code).toMatch(/^GRAPHQL_/);
    expect(unlimited.errors).toEqual([]);
    await unlimited.close();
  });

  it('more than ten in one request are refused', async () => {
    const body = JSON.stringify(Array.from({ length: 11 }, () => ({ query: '{ room { id } }' })));
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      }),
    );
    expect(response.status).toBe(413);
  });

  it.each(['/graphql', '/pusher/auth', '/pusher/user-auth', '/pusher/webhook'])(
    'bodies of more than a megabyte are refused at %s, with and without their length',
    async (path) => {
      const text = JSON.stringify({
        query: '{ room { id } }',
        socket_id: '1.2',
        filler: 'x'.repeat(1024 * 1024),
      });
      const headers = { 'content-type': 'application/json' };
      for (const body of [text, new Blob([text]).stream()]) {
        const init = { method: 'POST', headers, body, duplex: 'half' };
        const response = await stack.gateway.fetch(new Request(`http://gateway.test${path}`, init));
        expect(response.status).toBe(413);
        expect(await response.text()).toContain('REQUEST_ENTITY_TOO_LARGE');
      }
    },
  );
});

describe('introspection that is off', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({ typeDefs, resolvers, introspection: false });
  });
  afterAll(() => stack.close());

  it.each(['{ __schema { types { name } } }', '{ __type(name: "Room") { name } }', introspection])(
    'tells nothing to %s',
    async (query) => {
      const { data, errors } = await stack.request({ query });
      expect([data, errors?.[0]?.extensions?.code]).toEqual([undefined, 'GRAPHQL_VALIDATION_FAILED']);
    },
  );

  it('does not help who guesses at names', async () => {
    for (const query of ['{ rom { id } }', '{ room(ide: 1) { id } }', '{ room { ...on Rom { id } } }']) {
      const { errors } = await stack.request({ query });
      expect(errors?.[0]?.message).toMatch(/^(Cannot|Unknown)/);
      expect(JSON.stringify(errors)).not.toMatch(/Did you mean|"rooms?"[^ ]*\?/);
    }
  });

  it('does not help who guesses at names in variables, whether they are sent alone, in a batch or to subscribe', async () => {
    const guess = {
      query: 'query ($of: [Taste!]) { liked(of: $of) }',
      variables: { of: ['SWEE'] },
    };
    const subscription = {
      query: 'subscription ($of: [Taste!]) { tasted(of: $of) }',
      variables: guess.variables,
      extensions: { pusher: { socketId: '1.2' } },
    };
    for (const body of [guess, [guess, subscription], subscription]) {
      const response = await stack.gateway.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${await tokenFor('ada')}`,
          },
          body: JSON.stringify(body),
        }),
      );
      const answer = await response.text();
      expect(answer).toContain('does not exist in');
      expect(answer).not.toMatch(/Did you mean|SWEET/);
    }
  });

  it('leaves resolvers the questions that they ask', async () => {
    const { errors } = await stack.request({ query: '{ asked }' });
    expect(errors?.[0]?.message).toBe('No such room. Did you mean "garden"?');
  });

  it('leaves everything else, and takes GraphiQL away', async () => {
    expect((await stack.request({ query: '{ __typename room { __typename id } }' })).errors).toBeUndefined();
    expect((await stack.request({ query: connectionQuery })).errors).toBeUndefined();
    const page = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', { headers: { accept: 'text/html' } }),
    );
    expect(await page.text()).not.toContain('<title>');
  });
});
