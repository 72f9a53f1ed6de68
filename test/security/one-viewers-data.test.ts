import fc from 'fast-check';
import { GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Stack, startStack } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  scalar Any
  scalar Day
  scalar Big
  scalar Lower
  enum Level { LOW HIGH SWAPPED DEEP }
  input Where { id: ID, ids: [ID], day: Day, level: Level = HIGH, any: Any, more: Where, tags: [String!] = ["a", "b"] }
  input Preset { ids: [ID], tags: [String!] = ["z"] }
  type Subscription {
    said(
      topic: Int!, id: ID, n: Int, f: Float, big: Big, day: Day, lower: Lower, level: Level = LOW, any: Any,
      where: Where, list: [Where!], tags: [String!] = ["x", "y"], preset: Preset = { ids: ["1"] }
    ): Int @channel(name: "said-{topic}", per: ["who"])
    owned(room: ID!): String @channel(name: "room-{room}")
  }
`;

const textOf = (node: ValueNode): string =>
  'value' in node && typeof node.value === 'string' ? node.value : '';

/** Scalars whose values are not JSON, or are read in one way from JSON and in another from a literal. */
const scalars = {
  Day: new GraphQLScalarType<Date, string>({
    name: 'Day',
    parseValue: (value) => new Date(String(value)),
    parseLiteral: (node) => new Date(textOf(node)),
  }),
  Big: new GraphQLScalarType<bigint, string>({
    name: 'Big',
    parseValue: (value) => BigInt(String(value)),
    parseLiteral: (node) => (node.kind === Kind.INT ? BigInt(node.value) : BigInt(textOf(node))),
  }),
  Lower: new GraphQLScalarType<string, string>({
    name: 'Lower',
    parseValue: (value) => String(value).toLowerCase(),
  }),
  Level: { LOW: 1, HIGH: 'SWAPPED', SWAPPED: 'HIGH', DEEP: { deep: [1] } },
};

/** A value as a literal, as JSON, and as resolvers are to have it. */
interface Sample {
  readonly type: string;
  readonly literal: string;
  readonly json: unknown;
  readonly value: unknown;
}

const sampleOf = (type: string, literal: string, json: unknown, value: unknown): Sample => ({
  ...{ type, literal, json, value },
});
const quoted = (text: string): string => JSON.stringify(text);

const digits = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
const word = fc.stringMatching(/^[A-Za-z0-9 ]{0,8}$/);
const id = fc.oneof(
  digits.map((each) => sampleOf('ID', String(each), String(each), String(each))),
  fc.integer().map((each) => sampleOf('ID', String(each), each, String(each))),
  word.map((each) => sampleOf('ID', quoted(each), each, each)),
);
const day = fc
  .date({ noInvalidDate: true, min: new Date(0), max: new Date(4e12) })
  .map((each) => sampleOf('Day', quoted(each.toISOString()), each.toISOString(), each));
const level = fc
  .constantFrom(...Object.entries(scalars.Level))
  .map(([name, value]) => sampleOf('Level', name, name, value));
const any = fc.jsonValue().map((each) => sampleOf('Any', '', each, each));
const leaf = {
  id,
  n: fc
    .integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
    .map((each) => sampleOf('Int', String(each), each, each)),
  f: fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((each) => sampleOf('Float', Object.is(each, -0) ? '-0' : String(each), each + 0, each)),
  big: digits.map((each) => sampleOf('Big', String(each), String(each), each)),
  day,
  lower: word.map((each) => sampleOf('Lower', quoted(each), each, each.toLowerCase())),
  level,
};

/** An input object; it has the defaults of what it leaves out. */
function whereOf(fields: Readonly<Record<string, Sample | undefined>>): Sample {
  const given = Object.entries(fields).filter((entry): entry is [string, Sample] => entry[1] !== undefined);
  const of = <T>(pick: (sample: Sample) => T): Record<string, T> =>
    Object.fromEntries(given.map(([name, sample]) => [name, pick(sample)]));
  const literal = given.map(([name, sample]) => `${name}: ${sample.literal}`).join(', ');
  const value = { level: 'SWAPPED', tags: ['a', 'b'], ...of((sample) => sample.value) };
  return sampleOf(
    'Where',
    `{${literal}}`,
    of((sample) => sample.json),
    value,
  );
}

const listOf = (type: string, samples: readonly Sample[]): Sample =>
  sampleOf(
    `[${type}]`,
    `[${samples.map(({ literal }) => literal).join(', ')}]`,
    samples.map(({ json }) => json),
    samples.map(({ value }) => value),
  );

const where = fc
  .record(
    {
      id,
      ids: fc.array(id, { maxLength: 3 }).map((each) => listOf('ID', each)),
      day,
      level,
      more: fc.record({ id, level }, { requiredKeys: [] }).map(whereOf),
    },
    { requiredKeys: [] },
  )
  .map(whereOf);

const samples = fc.record(
  {
    ...leaf,
    any,
    where,
    list: fc.array(where, { maxLength: 2 }).map((each) => listOf('Where!', each)),
    tags: fc.array(word, { maxLength: 2 }).map((each) =>
      listOf(
        'String!',
        each.map((text) => sampleOf('String', quoted(text), text, text)),
      ),
    ),
  },
  { requiredKeys: [] },
);

type Way = 'variable' | 'default' | 'literal';
const ways = fc.array(fc.constantFrom<Way>('variable', 'default', 'literal'), {
  minLength: 12,
  maxLength: 12,
});

/** The same arguments, each sent in one of three ways. */
function requestOf(given: Readonly<Record<string, Sample | undefined>>, way: readonly Way[], topic: number) {
  const variables: Record<string, unknown> = {};
  const definitions: string[] = [];
  const args = [`topic: ${topic}`];
  const received: Record<string, unknown> = {
    topic,
    level: 1,
    tags: ['x', 'y'],
    preset: { ids: ['1'], tags: ['z'] },
  };
  for (const [index, [name, sample]] of Object.entries(given).entries()) {
    if (!sample) continue;
    const chosen = sample.type === 'Any' ? 'variable' : way[index];
    received[name] = chosen === 'variable' && Object.is(sample.value, -0) ? 0 : sample.value;
    if (chosen === 'literal') args.push(`${name}: ${sample.literal}`);
    else {
      args.push(`${name}: $${name}`);
      definitions.push(`$${name}: ${sample.type}${chosen === 'default' ? ` = ${sample.literal}` : ''}`);
      if (chosen === 'variable') variables[name] = sample.json;
    }
  }
  const declared = definitions.length > 0 ? `(${definitions.join(', ')})` : '';
  const query = `subscription ${declared} { said(${args.join(', ')}) }`;
  return { request: { query, variables }, received };
}

/** A copy that no later change reaches, without the difference between `{}` and an object that has no prototype. */
function snapshot(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snapshot);
  if (value instanceof Date) return new Date(value);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, snapshot(each)]));
}

/** Changes everything that can be reached. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  // An enum's own value, which the schema's owner has made to be shared.
  if (value === scalars.Level.DEEP) return;
  if (value instanceof Date) {
    value.setTime(0);
    return;
  }
  for (const each of Object.values(value)) spoil(each);
  if (Array.isArray(value)) value.push('spoilt');
  else Object.assign(value, { spoilt: true });
}

describe('what a client sends', () => {
  let stack: Stack;
  let topic = 0;
  const heard = { authorize: [] as unknown[], filter: [] as unknown[], resolve: [] as unknown[] };
  beforeAll(async () => {
    stack = await startStack({
      typeDefs,
      rateLimits: false,
      quotas: false,
      authenticate: () => ({ id: 'ada', claims: { who: 'ada' } }),
      resolvers: {
        ...scalars,
        Subscription: {
          said: {
            authorize(args: object) {
              heard.authorize.push(snapshot(args));
              spoil(args);
              return true;
            },
            filter(event: object, args: object, viewer: object) {
              heard.filter.push(snapshot([event, args, viewer]));
              spoil([event, args, viewer]);
              return true;
            },
            resolve(event: object, args: object, { viewer }: { viewer: object }) {
              heard.resolve.push(snapshot([event, args, viewer]));
              spoil([event, args, viewer]);
              return 1;
            },
          },
        },
      },
    });
  });
  afterAll(() => stack.close());
  beforeEach(() => {
    for (const each of Object.values(heard)) each.length = 0;
  });

  it('is what authorize, filter and resolve receive, for every event, whatever they do with it', async () => {
    await fc.assert(
      fc.asyncProperty(samples, ways, async (given, way) => {
        const { request, received } = requestOf(given, way, ++topic);
        const { channel } = await stack.grant('1.2', request);
        expect(heard.authorize.at(-1)).toStrictEqual(received);
        // The operation's second subscriber is authorized for the same.
        expect((await stack.grant('3.4', request)).channel).toBe(channel);
        expect(heard.authorize.at(-1)).toStrictEqual(received);
        const event = { text: 'hello', tags: ['a'] };
        await Promise.all([
          stack.gateway.publish('said', { topic }, event),
          stack.gateway.publish('said', { topic }, event),
        ]);
        const call = [event, received, { claims: { who: 'ada' } }];
        expect(heard.filter.splice(0)).toStrictEqual([call, call]);
        expect(heard.resolve.splice(0)).toStrictEqual([call, call]);
      }),
      { numRuns: 60 },
    );
  });

  it('makes another operation than any other arguments do', async () => {
    await fc.assert(
      fc.asyncProperty(samples, samples, ways, ways, async (one, others, itsWay, otherWay) => {
        const [changed] = Object.entries<Sample | undefined>(others);
        const first = requestOf(one, itsWay, 0);
        const second = requestOf({ ...one, ...(changed && Object.fromEntries([changed])) }, otherWay, 0);
        const [mine, yours] = [
          await stack.grant('1.2', first.request),
          await stack.grant('1.2', second.request),
        ];
        if (mine.channel === yours.channel) expect(second.received).toStrictEqual(first.received);
      }),
      { numRuns: 100 },
    );
  });

  it('is authorized under the value that is executed, however long a default is', async () => {
    const owner = await startStack({
      typeDefs,
      authenticate: () => ({ id: 'ada', claims: {} }),
      resolvers: {
        ...scalars,
        Subscription: {
          owned: {
            authorize: ({ room }: { room: string }) => room === '1234567890123456789',
            resolve: (_event: unknown, { room }: { room: string }) => room,
          },
        },
      },
    });
    const query = 'subscription ($room: ID! = 1234567890123456789) { owned(room: $room) }';
    const plain = 'subscription ($room: ID!) { owned(room: $room) }';
    const { position } = await owner.grant('1.2', { query });
    const refused = await owner.request({
      query: plain,
      variables: { room: '1234567890123456800' },
      extensions: { pusher: { socketId: '1.2' } },
    });
    expect(refused.errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    await owner.gateway.publish('owned', { room: '1234567890123456800' }, 'not for ada');
    await owner.gateway.publish('owned', { room: '1234567890123456789' }, 'for ada');
    const { missed } = await owner.grant('1.2', { query, extensions: { pusher: { position } } });
    expect(missed?.map(({ result }) => result.data?.owned)).toEqual(['1234567890123456789']);
    await owner.close();
  });
});

describe('an event', () => {
  it("is each operation's own, whatever the resolvers and filters of others do to it", async () => {
    const stack = await startStack({
      typeDefs: /* GraphQL */ `
        type Query { hello: String }
        type Subscription { paid: Payment @channel(name: "paid", per: ["role"]) }
        type Payment { salary: Int count: Int }
      `,
      authenticate: (request) => ({
        id: 'someone',
        claims: { role: request.headers.get('authorization') },
      }),
      resolvers: {
        Subscription: {
          paid: {
            filter(event: { seen?: boolean }) {
              const isFirst = !event.seen;
              event.seen = true;
              return isFirst;
            },
            resolve(
              event: { salary?: number; count: number },
              _args: unknown,
              { viewer }: { viewer: { claims: Record<string, unknown> } },
            ) {
              event.count++;
              if (viewer.claims.role === 'Bearer admin') event.salary = 100_000;
              viewer.claims.role = 'Bearer admin';
              return event;
            },
          },
        },
      },
    });
    const query = 'subscription { paid { salary count } }';
    const roles = ['admin', 'user', 'guest'];
    const grants = await Promise.all(roles.map((token) => stack.grant('1.2', { query, token })));
    await Promise.all([
      stack.gateway.publish('paid', {}, { count: 0 }),
      stack.gateway.publish('paid', {}, { count: 0 }),
    ]);
    const heard = await Promise.all(
      roles.map(async (token, index) => {
        const position = grants[index]?.position;
        const { missed } = await stack.grant('1.2', { query, token, extensions: { pusher: { position } } });
        return missed?.map(({ result }) => result.data?.paid);
      }),
    );
    const [admin, other] = [
      { salary: 100_000, count: 1 },
      { salary: null, count: 1 },
    ];
    expect(heard).toEqual([
      [admin, admin],
      [other, other],
      [other, other],
    ]);
    await stack.close();
  });
});

/** As MongoDB's driver has it. */
class ObjectId {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toJSON(): string {
    return this.#text;
  }
}

class Secretive {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  text(): string {
    return this.#text;
  }
}

describe('the claims that viewers share an execution by', () => {
  let stack: Stack;
  const claims = new Map<string, unknown>();
  beforeAll(async () => {
    stack = await startStack({
      typeDefs: /* GraphQL */ `
        type Query { hello: String }
        type Subscription {
          mine: String @channel(name: "mine", per: ["who"])
          named: String @channel(name: "named-{viewer.who}")
        }
      `,
      rateLimits: false,
      quotas: false,
      authenticate: (request) => ({
        id: 'someone',
        claims: { who: claims.get(request.headers.get('authorization') ?? '') },
      }),
      resolvers: {
        Subscription: {
          mine: {
            resolve: (event: string, _args: unknown, { viewer }: { viewer: { claims: object } }) =>
              JSON.stringify([event, viewer.claims]),
          },
        },
      },
    });
  });
  afterAll(() => stack.close());

  async function subscribe(who: unknown, query = 'subscription { mine }') {
    claims.set('Bearer who', who);
    const extensions = { pusher: { socketId: '1.2' } };
    const { extensions: answered, errors } = await stack.request({ query, extensions, token: 'who' });
    return { channel: answered?.pusher?.channel, error: errors?.[0] };
  }

  const cycle: unknown[] = [];
  cycle.push(cycle);
  it.each<[string, unknown]>([
    ['an instance of a class', new Secretive('ada')],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['an integer that is not safe', 2 ** 53],
    ['an invalid date', new Date(Number.NaN)],
    ['a list with undefined', [undefined]],
    ['a list with a hole', new Array(1)],
    ['a BigInt', 1n],
    ['a function', () => 'ada'],
    ['a symbol', Symbol('ada')],
    ['a cycle', cycle],
    ['a Map', new Map([['a', 1]])],
    ['a Set', new Set(['a'])],
    ['an Error', new Error('ada')],
    ['an object with a symbol', { [Symbol('a')]: 1 }],
    ['something of these inside', { deep: [{ er: new Secretive('ada') }] }],
  ])('are rejected by name when one is %s', async (_what, who) => {
    for (const query of ['subscription { mine }', 'subscription { named }']) {
      const { error } = await subscribe(who, query);
      expect(error?.extensions?.code).toBe('FORBIDDEN');
      expect(error?.message).toContain('"who');
    }
  });

  it('are compared by what toJSON gives', async () => {
    const [ada, bob] = [new ObjectId('ada'), new ObjectId('bob')];
    const { channel } = await subscribe(ada);
    expect((await subscribe(new ObjectId('ada'))).channel).toBe(channel);
    expect((await subscribe('ada')).channel).toBe(channel);
    expect((await subscribe(bob)).channel).not.toBe(channel);
    expect((await subscribe(new Date(1))).channel).not.toBe((await subscribe(new Date(2))).channel);
    expect((await subscribe(ada, 'subscription { named }')).error).toBeUndefined();
  });

  it('never make two viewers one, whatever they are', async () => {
    const value = fc.anything({
      withBigInt: true,
      withBoxedValues: true,
      withDate: true,
      withMap: true,
      withSet: true,
      withNullPrototype: true,
      withSparseArray: true,
      withTypedArray: true,
      withUnicodeString: true,
    });
    const seen = new Map<string, unknown>();
    await fc.assert(
      fc.asyncProperty(value, async (who) => {
        const { channel, error } = await subscribe(who);
        if (!channel) {
          expect(error?.extensions?.code).toBe('FORBIDDEN');
          return;
        }
        const json = who === undefined ? undefined : JSON.parse(JSON.stringify(who));
        if (seen.has(channel)) expect(json).toEqual(seen.get(channel));
        seen.set(channel, json);
        // Dates have toJSON.
        if (!/\d{4}-\d\d-/.test(JSON.stringify(who) ?? '')) expect(positive(json)).toEqual(positive(who));
      }),
      { numRuns: 300 },
    );
  });
});

/** With 0 in place of -0, which JSON has not. */
function positive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(positive);
  if (value === 0) return 0;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, positive(each)]));
}
