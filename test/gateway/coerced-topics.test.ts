import fc from 'fast-check';
import { GraphQLScalarType, type GraphQLScalarTypeConfig } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGateway, createPusherTransport } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { app, type Stack, startStack } from '../support/stack.ts';

const scalar = (name: string, parse: (value: unknown) => unknown) => {
  const config: GraphQLScalarTypeConfig<unknown, unknown> = { name, parseValue: parse };
  return new GraphQLScalarType(config);
};

describe('the arguments that publish and revoke are given', () => {
  let stack: Stack;
  beforeAll(async () => {
    stack = await startStack({
      typeDefs: /* GraphQL */ `
        scalar Lower
        scalar Padded
        enum Level { LOW HIGH SWAPPED }
        type Query { hello: String }
        type Subscription {
          priced(symbol: Lower!): Int @channel(name: "price-{symbol}")
          padded(code: Padded!): Int @channel(name: "code-{code}")
          counted(n: Int!): Int @channel(name: "n-{n}")
          named(name: String!): Int @channel(name: "name-{name}")
          said(room: ID! = "lobby", level: Level! = LOW): Int @channel(name: "room-{room};{level}")
          mine: Int @channel(name: "user-{viewer.sub}")
        }
      `,
      rateLimits: false,
      quotas: false,
      authenticate: () => ({ id: 'ada', claims: { sub: 'ada' } }),
      resolvers: {
        Lower: scalar('Lower', (value) => String(value).toLowerCase()),
        Padded: scalar('Padded', (value) => String(value).padStart(8, '0')),
        Level: { LOW: 1, HIGH: 'SWAPPED', SWAPPED: 'HIGH' },
      },
    });
  });
  afterAll(() => stack.close());

  /** Whether an event reaches a subscriber. */
  async function reaches(selection: string, field: string, args: Record<string, unknown>): Promise<boolean> {
    const query = `subscription { ${selection} }`;
    const { position } = await stack.grant('1.2', { query });
    await stack.gateway.publish(field, args, 1);
    const { missed } = await stack.grant('1.2', { query, extensions: { pusher: { position } } });
    return missed?.length === 1;
  }

  it('name the topic that a subscription with them has, also where a scalar changes them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.stringMatching(/^[A-Za-z0-9]{1,8}$/), async (text) => {
        expect(await reaches(`priced(symbol: "${text}")`, 'priced', { symbol: text })).toBe(true);
        expect(await reaches(`padded(code: "${text}")`, 'padded', { code: text })).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it.each<[string, string, Record<string, unknown>]>([
    ['counted(n: 7)', 'counted', { n: 7 }],
    ['counted(n: 7)', 'counted', { n: '7' }],
    ['named(name: "7")', 'named', { name: 7 }],
    ['named(name: "true")', 'named', { name: true }],
    ['said(room: 7)', 'said', { room: 7n }],
    ['said', 'said', {}],
    ['said(room: "a", level: LOW)', 'said', { room: 'a' }],
    ['said(level: LOW)', 'said', { level: 'LOW' }],
    ['said(level: LOW)', 'said', { level: 1 }],
    ['said(level: HIGH)', 'said', { level: 'HIGH' }],
    ['said(level: SWAPPED)', 'said', { level: 'SWAPPED' }],
    ['mine', 'mine', { viewer: { sub: 'ada' } }],
  ])('reach %s as %s %o', async (selection, field, args) => {
    expect(await reaches(selection, field, args)).toBe(true);
  });

  it.each<[string, Record<string, unknown>, RegExp]>([
    ['counted', { n: 'seven' }, /argument "n": .*Int cannot represent/],
    ['counted', { n: '007' }, /argument "n": /],
    ['counted', {}, /argument "n" is missing/],
    ['said', { room: 2 ** 53 }, /argument "room" is 9007199254740992.*Use a string/],
    ['said', { level: 'NONE' }, /argument "level": .*NONE/],
    ['mine', { viewer: { sub: Number.NaN } }, /"sub" is NaN/],
    ['mine', { viewer: { sub: 2 ** 60 } }, /"sub" is the integer/],
  ])('are rejected where a subscription could not have them: %s %o', async (field, args, message) => {
    const rejection = { code: 'BAD_USER_INPUT', message: expect.stringMatching(message) };
    await expect(stack.gateway.publish(field, args, 1)).rejects.toMatchObject(rejection);
    await expect(stack.gateway.revoke(field, args)).rejects.toMatchObject(rejection);
  });
});

describe('a scalar in a channel template', () => {
  function start(name: string, argument: string, resolvers: Record<string, unknown> = {}): void {
    const gateway = createGateway({
      typeDefs: /* GraphQL */ `
        scalar ${name}
        type Query { hello: String }
        type Subscription { said(at: ${argument}): Int @channel(name: "at-{at}") }
      `,
      resolvers,
      store: createSqliteStore(':memory:'),
      transport: createPusherTransport({
        appId: app.id,
        key: app.key,
        secret: app.secret,
        host: '127.0.0.1',
      }),
    });
    void gateway.dispose();
  }
  const date = (value: unknown): Date => {
    const at = new Date(String(value));
    if (Number.isNaN(at.getTime())) throw new TypeError('no date');
    return at;
  };

  it.each<[string, ((value: unknown) => unknown) | undefined]>([
    ['DateTime', date],
    ['Moment', date],
    ['Day', (value) => new Date(String(value))],
    ['Stamp', (value) => date(value).toISOString()],
    ['Point', (value) => ({ x: value })],
    ['DateTime', undefined],
    ['LocalTime', undefined],
  ])('stops the start where no value of it can be in a name: %s', (name, parse) => {
    const resolvers = parse ? { [name]: scalar(name, parse) } : {};
    expect(() => start(name, `${name}!`, resolvers)).toThrow(
      new RegExp(`Subscription.said: .*"{at}" has the type ${name}, whose values cannot be part of a name`),
    );
  });

  it.each<[string, ((value: unknown) => unknown) | undefined]>([
    ['Lower', (value) => String(value).toLowerCase()],
    ['Seconds', (value) => date(value).getTime() / 1000],
    ['DateTime', (value) => date(value).getTime()],
    ['Anything', undefined],
    [
      'Secret',
      () => {
        throw new TypeError('is none of ours');
      },
    ],
  ])('starts where some value can be, or none of those that are tried is taken: %s', (name, parse) => {
    start(name, `${name}!`, parse ? { [name]: scalar(name, parse) } : {});
  });

  it.each([
    ['String! = "a b"', /the default of "{at}" cannot be part of a name/],
    ['String! = ""', /the default of "{at}" cannot be part of a name/],
    ['String = null', /may be left out/],
    ['String', /may be left out/],
  ])('stops the start where its default cannot be in a name: %s', (argument, message) => {
    expect(() => start('Unused', argument)).toThrow(message);
  });
});
