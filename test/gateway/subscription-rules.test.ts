import { makeExecutableSchema } from '@graphql-tools/schema';
import fc from 'fast-check';
import { buildSchema, parse } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import { channelTypeDefs, type GatewayOptions, type SchemaSource } from '../../src/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = 'type Query { a: Int } type Subscription { n(id: ID!): Int @channel(name: "n-{id}") }';
const renamed = `schema { query: Query subscription: Events }
  type Query { a: Int plan: Subscription } type Subscription { price: Int }
  type Events { n(id: ID!): Int @channel(name: "n-{id}") }`;
const authorize = ({ id }: { id: string }) => id === 'mine';

let stack: Stack | undefined;
afterEach(async () => {
  await stack?.close();
  stack = undefined;
});

/** What a viewer gets who subscribes, and who has the topic channel authorized. */
async function outcomes(source: SchemaSource, id: string): Promise<unknown[]> {
  await stack?.close();
  stack = await startStack(source);
  const token = await tokenFor('ada');
  const query = `subscription { n(id: "${id}") }`;
  const subscribed = await stack.request({ query, token, extensions: { pusher: { socketId: '1.2' } } });
  const joined = await stack.gateway.fetch(
    new Request('http://gateway.test/pusher/auth', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ socket_id: '1.2', channel_name: `private-n-${id}` }),
    }),
  );
  return [subscribed.errors?.[0]?.extensions?.code ?? 'granted', joined.status];
}

class Rules {
  readonly mine = 'mine';
  authorize({ id }: { id: string }): boolean {
    return id === this.mine;
  }
}

const fields = { n: { authorize } };
const inPlace = makeExecutableSchema({
  typeDefs: [channelTypeDefs, typeDefs],
  resolvers: { Subscription: fields },
  updateResolversInPlace: true,
});

describe('the rules of a subscription field are applied', () => {
  it.each<[string, SchemaSource]>([
    ['where the root type has the usual name', { typeDefs, resolvers: { Subscription: fields } }],
    ['where the root type has another name', { typeDefs: renamed, resolvers: { Events: fields } }],
    ['in a list of maps', { typeDefs, resolvers: [{ Query: {} }, { Subscription: fields }] }],
    ['in a list in a list', { typeDefs, resolvers: [[{ Subscription: fields }]] as never }],
    ['in a map that is inherited', { typeDefs, resolvers: Object.create({ Subscription: fields }) }],
    ['in fields that are inherited', { typeDefs, resolvers: { Subscription: Object.create(fields) } }],
    ['that are inherited', { typeDefs, resolvers: { Subscription: { n: Object.create(fields.n) } } }],
    [
      'in an object without a prototype',
      { typeDefs, resolvers: { Subscription: { n: Object.assign(Object.create(null), fields.n) } } },
    ],
    ['that are methods of a class', { typeDefs, resolvers: { Subscription: { n: new Rules() } } }],
    [
      'that a function carries',
      {
        typeDefs,
        resolvers: { Subscription: { n: Object.assign((event: unknown) => event, { authorize }) } },
      },
    ],
    [
      'in the option subscriptions, beside typeDefs',
      { typeDefs, subscriptions: { n: { authorize } as never } },
    ],
    [
      'in the option subscriptions, for a schema',
      {
        schema: makeExecutableSchema({ typeDefs: [channelTypeDefs, typeDefs] }),
        subscriptions: { n: new Rules() as never },
      },
    ],
    ['that the fields of a schema carry', { schema: inPlace }],
  ])('%s', async (_where, source) => {
    expect(await outcomes(source, 'mine')).toEqual(['granted', 200]);
    expect(await outcomes(source, 'other')).toEqual(['FORBIDDEN', 403]);
  });

  it('and a method keeps its object when an event is resolved and filtered', async () => {
    class Numbers {
      readonly least = 2;
      filter(event: number): boolean {
        return event >= this.least;
      }
      resolve(event: number): number {
        return event * this.least;
      }
    }
    stack = await startStack({ typeDefs, resolvers: { Subscription: { n: new Numbers() } } });
    const token = await tokenFor('ada');
    const { position } = await stack.grant('1.2', { query: 'subscription { n(id: 1) }', token });
    for (const event of [1, 2]) await stack.gateway.publish('n', { id: '1' }, event);
    const { missed } = await stack.grant('1.2', {
      query: 'subscription { n(id: 1) }',
      token,
      extensions: { pusher: { position } },
    });
    expect(missed?.map(({ result }) => result.data)).toEqual([{ n: 4 }]);
  });
});

describe('a type that is not a root and is called like one', () => {
  it('has resolvers of its own', async () => {
    const resolvers = { Query: { plan: () => ({}) }, Subscription: { price: () => 7 } };
    stack = await startStack({ typeDefs: renamed, resolvers });
    expect((await stack.request({ query: '{ plan { price } }' })).data).toEqual({ plan: { price: 7 } });
  });

  it('stays, where the schema has no root of that kind', async () => {
    const schema = makeExecutableSchema({
      typeDefs: buildSchema(
        'schema { query: Q } type Q { plan: Subscription } type Subscription { price: Int }',
      ),
      resolvers: { Q: { plan: () => ({}) }, Subscription: { price: () => 7 } },
    });
    stack = await startStack({ schema, rules: { inspect: () => true } });
    expect((await stack.request({ query: '{ plan { price } }' })).data).toEqual({ plan: { price: 7 } });
    const grant = await stack.grant('1.2', {
      query: 'subscription { presence(channel: "presence-x") { userId } }',
      token: await tokenFor('ada'),
    });
    expect(grant.channel).toContain('gql');
  });
});

describe('a rule that would be ignored stops the start', () => {
  const refusal = async (options: SchemaSource & Partial<GatewayOptions>): Promise<string> => {
    try {
      stack = await startStack(options as never);
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
    return 'started';
  };
  const withField = (n: unknown) => refusal({ typeDefs, resolvers: { Subscription: { n } } });

  it.each([
    ['authorise', 'authorize'],
    ['authorized', 'authorize'],
    ['Authorize', 'authorize'],
    ['filters', 'filter'],
    ['resolver', 'resolve'],
  ])('with the field, the key %s and the nearest valid one', async (key, nearest) => {
    const message = new RegExp(
      `^Subscription\\.n: the key "${key}" is unknown\\. Did you mean "${nearest}"\\?`,
    );
    const fault = { [key]: () => true };
    expect(await withField(fault)).toMatch(message);
    expect(await withField(Object.create(fault))).toMatch(message);
    const schema = makeExecutableSchema({ typeDefs: [channelTypeDefs, typeDefs] });
    if (nearest !== 'resolve')
      expect(await refusal({ schema, subscriptions: { n: fault } })).toMatch(
        new RegExp(`^subscriptions\\.n: the key "${key}" is unknown\\. Did you mean "${nearest}"\\?`),
      );
    const carrying = makeExecutableSchema({
      typeDefs: [channelTypeDefs, renamed],
      resolvers: { Events: { n: fault } } as never,
      updateResolversInPlace: true,
    });
    expect(await refusal({ schema: carrying })).toMatch(`Events.n: the key "${key}" is unknown`);
  });

  it('whatever the key is', async () => {
    const known = new Set([
      'authorize',
      'filter',
      'resolve',
      'subscribe',
      'description',
      'deprecationReason',
      'extensions',
      'astNode',
    ]);
    const keys = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('toString', 'hasOwnProperty', 'auth', 'authorizer'),
    );
    await fc.assert(
      fc.asyncProperty(
        keys.filter((key) => !known.has(key) && key !== 'constructor' && key !== '__proto__'),
        async (key) => {
          expect(await withField({ [key]: () => true, authorize })).toContain(
            `Subscription.n: the key "${key}" is unknown`,
          );
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([undefined, null, false, true, 'admin'])('where it is %s and not a function', async (rule) => {
    expect(await withField({ authorize: rule })).toMatch('Subscription.n.authorize must be a function');
    expect(await withField({ filter: rule })).toMatch('Subscription.n.filter must be a function');
  });

  it('where it is given twice', async () => {
    const Subscription = { n: { authorize } };
    const twice = 'n.authorize is defined twice';
    expect(await refusal({ typeDefs, resolvers: [{ Subscription }, { Subscription }] })).toContain(twice);
    const both = { typeDefs, resolvers: { Subscription }, subscriptions: { n: { authorize: () => true } } };
    expect(await refusal(both)).toContain(twice);
  });

  it('where it stands beside another field than a subscription', async () => {
    expect(await refusal({ typeDefs, resolvers: { Query: { a: { authorize } } } })).toContain(
      'Query.a has the rule "authorize"',
    );
    const billing = { Subscription: { price: { filter: () => true } } };
    expect(await refusal({ typeDefs: renamed, resolvers: billing })).toContain(
      'Subscription.price has the rule "filter"',
    );
  });

  it('where it is written as `subscribe`, which is not called for a field with @channel', async () => {
    expect(await withField({ subscribe: () => undefined })).toContain(
      'Subscription.n has @channel, so its `subscribe` is never called',
    );
  });

  it('where makeExecutableSchema has dropped it', async () => {
    const lost = { Events: { n: { authorize: () => false } } };
    const schema = makeExecutableSchema({ typeDefs: [channelTypeDefs, renamed], resolvers: lost as never });
    expect(await refusal({ schema })).toMatch(
      /^Events\.n: the schema does not show whether this field has rules/,
    );
    expect(await refusal({ schema, resolvers: lost } as never)).toContain('exclude each other');
    expect(await refusal({ schema, subscriptions: { n: {} } })).toBe('started');
  });

  it('but not for a schema whose @channel is in extensions, which no resolver map has made', async () => {
    const schema = buildSchema('type Query { a: Int } type Subscription { n: Int }');
    const n = schema.getSubscriptionType()?.getFields().n;
    if (n) n.extensions = { directives: { channel: { name: 'n' } } };
    expect(await refusal({ schema })).toBe('started');
  });

  it('where a rule of the gateway is misspelled', async () => {
    const rules = { triger: () => true };
    expect(
      await refusal({ typeDefs: [typeDefs, parse('extend type Query { b: Int }')], rules } as never),
    ).toMatch(/^rules: the key "triger" is unknown\. Did you mean "trigger"\?/);
  });
});
