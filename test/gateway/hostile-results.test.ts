import { GraphQLError, GraphQLScalarType } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  scalar Any
  type Query { fine: String any(kind: String!): Any fails(kind: String!): String }
  type Subscription {
    said(roomId: ID!): Said! @channel(name: "room-{roomId}")
    price(symbol: ID!): Said! @channel(name: "price-{symbol}", access: PUBLIC)
  }
  type Said { number: Int! any(kind: String! = "bigint"): Any fails(kind: String!): String }
`;

/** Values that `JSON.stringify` throws at, by a name that a query can pass. */
const hostile: Readonly<Record<string, () => unknown>> = {
  bigint: () => 12n,
  'nested bigint': () => ({ list: [1, { deep: 12n }] }),
  circular: () => {
    const value: Record<string, unknown> = {};
    value.self = [value];
    return value;
  },
  'throwing toJSON': () => ({
    toJSON() {
      throw new Error('the password is hunter2');
    },
  }),
  'throwing getter': () => ({
    get secret() {
      throw new Error('the password is hunter2');
    },
  }),
  'BigInt from toJSON': () => ({ toJSON: () => 1n }),
};
const kinds = Object.keys(hostile);

describe('a result that JSON cannot hold', () => {
  let stack: Stack;
  afterEach(() => stack.close());

  async function start(): Promise<void> {
    const any = (_of: unknown, { kind }: { kind: string }) => hostile[kind]?.();
    const fails = (_of: unknown, { kind }: { kind: string }) => {
      throw new GraphQLError('no', { extensions: { value: hostile[kind]?.() } });
    };
    stack = await startStack({
      typeDefs,
      resolvers: {
        Any: new GraphQLScalarType({ name: 'Any', serialize: (value) => value }),
        Query: { fine: () => 'fine', any, fails },
        Said: { any, fails },
      },
    });
  }

  async function subscriber(selection: string) {
    let auth = { auth: '' };
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, auth),
      },
    });
    const query = `subscription { said(roomId: "1") { ${selection} } }`;
    const grant = await stack.grant(socketId, { query, token: await tokenFor('ada') });
    auth = { auth: grant.auth };
    const results = collect(pusher.subscribe(grant.channel), grant.event);
    await results.joined;
    return results;
  }

  it.each(['any', 'fails'])('ends as its own operation error (%s)', async (field) => {
    await start();
    const fine = await subscriber('number');
    const failing = await Promise.all(
      kinds.map((kind) => subscriber(`number ${field}(kind: ${JSON.stringify(kind)})`)),
    );
    for (const number of [1, 2]) {
      const published = await stack.gateway.publish('said', { roomId: '1' }, { number });
      expect(published.status).toBe('sent');
      expect(await fine.next()).toMatchObject({ offset: number, result: { data: { said: { number } } } });
      for (const each of failing) {
        expect(await each.next()).toMatchObject({
          offset: number,
          result: {
            data: null,
            errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
          },
        });
      }
    }
    const told = stack.errors.map((error) => (error as Error).message);
    expect(told.filter((message) => /"data.said.any|"errors.0/.test(message)).length).toBeGreaterThan(0);
    expect(told).toHaveLength(2 * kinds.length);
  });

  it('leaves the topic of a PUBLIC field alone, whose channel nobody selects', async () => {
    await start();
    const token = await tokenFor('ada');
    await stack.grant('1.2', { query: 'subscription { price(symbol: "A") { number } }', token });
    for (const number of [1, 2])
      expect((await stack.gateway.publish('price', { symbol: 'A' }, { number })).status).toBe('sent');
    const events = stack.sent.flat().map(({ event }) => event);
    expect(events).toEqual(['result', 'result']);
  });

  it.each(kinds)('is one masked 500 in a query: %s', async (kind) => {
    await start();
    for (const field of ['any', 'fails']) {
      const response = await stack.gateway.fetch(
        new Request('http://gateway.test/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-request-id': 'the-request' },
          body: JSON.stringify({ query: `{ fine ${field}(kind: ${JSON.stringify(kind)}) }` }),
        }),
      );
      expect(response.status).toBe(500);
      expect(await response.json()).toEqual({
        errors: [
          {
            message: 'Unexpected error.',
            extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'the-request' },
          },
        ],
      });
    }
  });

  it('leaves the other operations of a batch alone', async () => {
    await start();
    const response = await stack.gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ query: '{ fine }' }, { query: '{ any(kind: "bigint") }' }]),
      }),
    );
    expect(await response.json()).toMatchObject([
      { data: { fine: 'fine' } },
      { errors: [{ message: 'Unexpected error.' }] },
    ]);
  });
});
