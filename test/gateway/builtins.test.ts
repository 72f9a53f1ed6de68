import { makeExecutableSchema } from '@graphql-tools/schema';
import { buildSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import {
  type BuiltinName,
  type Builtins,
  channelTypeDefs,
  createGateway,
  createPusherTransport,
  type SchemaSource,
} from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';

const gatewayOf = (source: SchemaSource & { builtins?: Builtins }) =>
  createGateway({
    ...source,
    store: createSqliteStore(':memory:'),
    transport: createPusherTransport({ appId: '1', key: 'k', secret: 's', cluster: 'eu' }),
  });

/** What the schema that is served has: types, and fields of its roots. */
async function served(source: SchemaSource & { builtins?: Builtins }) {
  const gateway = gatewayOf(source);
  const response = await gateway.fetch(
    new Request('http://gateway.test/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: getIntrospectionQuery() }),
    }),
  );
  const { data } = (await response.json()) as { data: IntrospectionQuery };
  await gateway.dispose();
  const { types } = data.__schema;
  const fieldsOf = (root: { name: string } | null | undefined): string[] => {
    const type = types.find(({ name }) => name === root?.name);
    return type && 'fields' in type ? type.fields.map(({ name }) => name) : [];
  };
  return {
    types: types.map(({ name }) => name).filter((name) => !name.startsWith('__')),
    query: fieldsOf(data.__schema.queryType),
    mutation: fieldsOf(data.__schema.mutationType),
    subscription: fieldsOf(data.__schema.subscriptionType),
  };
}

const own = {
  query: ['pusher', 'channels', 'channel', 'presenceMembers'],
  mutation: [
    'trigger',
    'triggerBatch',
    'sendToUser',
    'terminateUserConnections',
    'authorizeChannel',
    'authenticateUser',
    'publish',
    'revoke',
  ],
  subscription: ['presence', 'channelEvents'],
};
const all = Object.values(own).flat() as BuiltinName[];

describe('the built-in operations', () => {
  it('are added to a schema that has no mutation and no subscription', async () => {
    expect(await served({ typeDefs: 'type Query { hello: String }' })).toMatchObject({
      ...own,
      query: ['hello', ...own.query],
    });
  });

  it("are added to a schema's own roots, whatever their names are", async () => {
    const typeDefs = /* GraphQL */ `
      schema { query: Q mutation: M subscription: S }
      type Q { hello: String }
      type M { send: String }
      type S { sent: String @channel(name: "sent") }
    `;
    expect(await served({ typeDefs })).toMatchObject({
      query: ['hello', ...own.query],
      mutation: ['send', ...own.mutation],
      subscription: ['sent', ...own.subscription],
    });
  });

  it('are added to a schema that was made elsewhere, with @channel in SDL or in extensions', async () => {
    const schema = makeExecutableSchema({
      typeDefs: [
        channelTypeDefs,
        'type Query { hello: String } type Subscription { sent: String @channel(name: "sent") }',
      ],
    });
    const subscriptions = { sent: {} };
    expect((await served({ schema, subscriptions })).subscription).toEqual(['sent', ...own.subscription]);
    const bare = buildSchema('type Query { hello: String } type Subscription { sent: String }');
    const sent = bare.getSubscriptionType()?.getFields().sent;
    if (sent) sent.extensions = { directives: { channel: { name: 'sent' } } };
    expect((await served({ schema: bare })).subscription).toEqual(['sent', ...own.subscription]);
  });

  it('can be turned off together', async () => {
    expect(await served({ typeDefs: 'type Query { hello: String }', builtins: false })).toEqual({
      types: expect.not.arrayContaining(['PusherJSON', 'PusherConnection', 'ChannelAuth']),
      query: ['hello'],
      mutation: [],
      subscription: [],
    });
  });

  it.each(all)('can be turned off one by one: %s', async (name) => {
    const { query, mutation, subscription } = await served({
      typeDefs: 'type Query { hello: String }',
      builtins: { [name]: false },
    });
    const without = (names: string[]): string[] => names.filter((each) => each !== name);
    expect([query, mutation, subscription]).toEqual([
      ['hello', ...without(own.query)],
      without(own.mutation),
      without(own.subscription),
    ]);
  });

  it('take along the types that only they use', async () => {
    const off = (...on: BuiltinName[]): Builtins =>
      Object.fromEntries(all.filter((name) => !on.includes(name)).map((name) => [name, false]));
    const typesWith = async (...on: BuiltinName[]): Promise<string[]> => {
      const { types } = await served({ typeDefs: 'type Query { hello: String }', builtins: off(...on) });
      return types
        .filter((name) => !['Query', 'String', 'Boolean', 'Int', 'ID', 'ChannelAccess'].includes(name))
        .sort();
    };
    expect(await typesWith('pusher')).toEqual(['PusherConnection']);
    expect(await typesWith('revoke')).toEqual(['Mutation', 'PusherJSON']);
    expect(await typesWith('terminateUserConnections')).toEqual(['Mutation']);
    expect(await typesWith('channels')).toEqual(['ChannelAttribute', 'ChannelCounts']);
    expect(await typesWith('presence')).toEqual(['PresenceChange', 'PresenceEvent', 'Subscription']);
    expect(await typesWith('channel')).toEqual(['ChannelCache', 'ChannelState', 'PusherJSON']);
  });

  it('that are turned off leave their names to the schema', async () => {
    const typeDefs = /* GraphQL */ `
      type Query { channels: [ChannelAuth!]! }
      type Mutation { trigger: String }
      type Subscription { presence(room: ID!): ChannelAuth! @channel(name: "presence-of-{room}") }
      type ChannelAuth { id: ID! }
    `;
    const builtins = { channels: false, trigger: false, presence: false, authorizeChannel: false } as const;
    await expect(served({ typeDefs, builtins })).rejects.toThrow(/no name may begin with "presence-"/);
    const renamed = typeDefs.replace('presence-of', 'who-is-in');
    const resolvers = { Subscription: { presence: { authorize: () => false } } };
    expect((await served({ typeDefs: renamed, resolvers, builtins })).subscription).toEqual([
      'presence',
      'channelEvents',
    ]);
  });

  it.each([
    [
      'type Query { pusher: String }',
      'Query.pusher is built into graphql-pusher, and your schema defines it too. Rename yours, or disable the built-in one with the option builtins: { pusher: false }',
    ],
    ['type Query { a: String } type Mutation { publish: String }', 'Mutation.publish is built into'],
    [
      'type Query { a: String } type Subscription { presence: String @channel(name: "a") }',
      'Subscription.presence is built into',
    ],
    [
      'type Query { a: ChannelAuth } type ChannelAuth { a: String }',
      'The type ChannelAuth is built into graphql-pusher, and your schema defines it too. Rename yours, or disable the built-in one with the option builtins: { authorizeChannel: false }',
    ],
    ['type Query { a: String } input TriggerEventInput { a: String }', 'builtins: { triggerBatch: false }'],
    ['type Query { a: PusherJSON } scalar PusherJSON', 'The type PusherJSON is built into'],
    ['type Query { a: PublishStatus } enum PublishStatus { A }', 'builtins: { publish: false }'],
  ])('clash at start with %s', (typeDefs, message) => {
    expect(() => gatewayOf({ typeDefs })).toThrow(message);
  });

  it('are known by name', () => {
    const builtins = { triger: false } as Builtins;
    expect(() => gatewayOf({ typeDefs: 'type Query { a: String }', builtins })).toThrow(
      /builtins\.triger is none of the built-in operations: authenticateUser, .*trigger/,
    );
  });

  it('take no rules of the schema for their subscription fields', () => {
    const schema = buildSchema('type Query { hello: String }');
    const subscriptions = { presence: { authorize: () => true } };
    expect(() => gatewayOf({ schema, subscriptions })).toThrow(/^Subscription\.presence has rules/);
  });
});
