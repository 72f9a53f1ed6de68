import { describe, expect, it } from 'vitest';
import { createGateway, createPusherTransport } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';

function start(fields: string, types = '', encryptionMasterKey?: string): void {
  createGateway({
    typeDefs: `type Query { hello: String } type Subscription { ${fields} } type Thing { id: ID! } input Where { id: ID } ${types}`,
    store: createSqliteStore(':memory:'),
    transport: createPusherTransport({
      appId: '1',
      key: 'k',
      secret: 's',
      cluster: 'eu',
      encryptionMasterKey,
    }),
  });
}

/** What a start with these fields fails with. */
function refusal(fields: string, types?: string): string {
  try {
    start(fields, types);
    return 'it started';
  } catch (error) {
    return (error as Error).message;
  }
}

describe('@channel, checked at start', () => {
  it('takes arguments, claims, literals, every access, and per', () => {
    start(
      `a(roomId: ID!, n: Int! = 5, mode: Mode!): Thing @channel(name: "room-{roomId};{n};{mode}")
       b: Thing @channel(name: "user-{viewer.sub}", per: ["sub"])
       c(symbol: ID!): Thing @channel(name: "price-{symbol}", access: PUBLIC)
       d: Thing @channel(name: "lobby", access: PRESENCE)
       e: Thing @channel(name: "safe", access: ENCRYPTED)`,
      'enum Mode { FAST SLOW }',
      Buffer.alloc(32).toString('base64'),
    );
  });

  it('lets fields share a channel that has the same template in both', () => {
    start('added(id: ID!): Thing @channel(name: "r-{id}") removed(id: ID!): Thing @channel(name: "r-{id}")');
  });

  it.each([
    ['a: Thing', 'Subscription.a: has no @channel'],
    ['a: Thing @channel(name: "")', 'Subscription.a: @channel(name): the name is empty'],
    ['a: Thing @channel(name: "r-{id}")', '"{id}" is not an argument of the field (it has none)'],
    ['a(id: ID): Thing @channel(name: "r-{id}")', '"{id}" may be left out; make it ID!'],
    ['a(id: [ID!]!): Thing @channel(name: "r-{id}")', '"{id}" has the type [ID!]!'],
    ['a(id: Where!): Thing @channel(name: "r-{id}")', '"{id}" has the type Where!'],
    ['a(id: ID!): Thing @channel(name: "r-{id")', 'a brace without its partner'],
    ['a(id: ID!): Thing @channel(name: "r-{}")', '"{}" is neither {argument} nor {viewer.claim}'],
    ['a: Thing @channel(name: "r-{viewer.}")', '"{viewer.}" is neither {argument} nor {viewer.claim}'],
    ['a: Thing @channel(name: "räume")', 'a character that Pusher forbids'],
    [
      'a(x: ID!, y: ID!): Thing @channel(name: "{x}-{y}")',
      'two placeholders of "{x}-{y}" need a ";" between them',
    ],
    ['a(x: ID!, y: ID!): Thing @channel(name: "{x}{y}")', 'need a ";" between them'],
    ['a: Thing @channel(name: "gql-a")', 'no name may begin with "gql-"'],
    ['a: Thing @channel(name: "private-a", access: PUBLIC)', 'no name may begin with "private-"'],
    ['a: Thing @channel(name: "encrypted-a")', 'no name may begin with "encrypted-"'],
    ['a: Thing @channel(name: "cache-a")', 'no name may begin with "cache-"'],
    [
      'a(x: ID!): Thing @channel(name: "r-{x}") b(x: ID!): Thing @channel(name: "{x}-1")',
      'Subscription.b: its channel "{x}-1" can have the same name as "r-{x}" of Subscription.a',
    ],
    ['a: Thing @channel(name: "e", access: ENCRYPTED)', 'no encryption master key'],
  ])('refuses %s', (fields, message) => {
    expect(refusal(fields)).toContain(message);
  });

  it('tells templates apart that can never have the same name', () => {
    start(
      `a(x: ID!): Thing @channel(name: "a-{x}") b(x: ID!): Thing @channel(name: "b-{x}")
       c(x: ID!): Thing @channel(name: "a-{x}", access: PUBLIC)
       d(x: ID!, y: ID!): Thing @channel(name: "a-{x};{y}")`,
    );
  });

  it('tells all that is wrong at once, each with its line', () => {
    const message = refusal('\n a: Thing \n b(id: ID): Thing @channel(name: "r-{id}")');
    expect(message).toMatch(/Subscription\.a: .*\(.*:2:\d+\)\nSubscription\.b: .*\(.*:3:\d+\)/);
  });

  it('refuses rules for a field that is not there, and a clash with its own operations', () => {
    const store = createSqliteStore(':memory:');
    const transport = createPusherTransport({ appId: '1', key: 'k', secret: 's', cluster: 'eu' });
    const typeDefs = 'type Query { hello: String } type Subscription { a: String @channel(name: "a") }';
    const resolvers = { Subscription: { nothing: { authorize: () => true } } };
    expect(() => createGateway({ typeDefs, resolvers, store, transport })).toThrow(/Subscription.nothing/);
    const clash = 'type Query { pusher: String }';
    expect(() => createGateway({ typeDefs: clash, store, transport })).toThrow(
      /Query.pusher is built into graphql-pusher/,
    );
  });
});
