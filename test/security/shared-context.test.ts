import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { collect, type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    shared(roomId: ID!): Look! @channel(name: "room-{roomId}")
    ofTenant(roomId: ID!): Look! @channel(name: "tenant-{viewer.org};{roomId}", per: ["org"])
    ofOne: Look! @channel(name: "user-{viewer.sub}", per: ["sub"])
  }
  "What a resolver finds when it looks for its viewers."
  type Look { id: ID org: String claims: [String!]! found: [String!]! keys: [String!]! }
`;

interface Looking {
  viewer?: { id?: string; claims: Record<string, unknown> };
}

/** Texts of the objects that can be reached from here, by whatever path, that hold a secret. */
function secretsIn(root: unknown, isSecret: (text: string) => boolean): string[] {
  const seen = new Set<unknown>();
  const found: string[] = [];
  const waiting: [path: string, value: unknown][] = [['', root]];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && isSecret(value)) found.push(path);
    if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value))
      continue;
    seen.add(value);
    if (value instanceof Map) for (const [key, each] of value) waiting.push([`${path}.${key}`, each]);
    if (value instanceof Set) for (const each of value) waiting.push([`${path}.*`, each]);
    for (const key of Reflect.ownKeys(value)) {
      const { value: each } = Object.getOwnPropertyDescriptor(value, key) ?? {};
      waiting.push([`${path}.${String(key)}`, each]);
    }
  }
  return found;
}

describe('an execution that several viewers share', () => {
  let stack: Stack;
  afterEach(() => stack.close());
  /** In every claim but `org`, so that whoever finds it has found a claim. */
  const secret = `secret-${randomUUID()}`;

  async function start(): Promise<void> {
    stack = await startStack({
      typeDefs,
      context: ({ viewer, request }) => ({ asked: viewer, request }),
      resolvers: {
        Look: {
          id: (_event: unknown, _args: unknown, { viewer }: Looking) => viewer?.id,
          org: (_event: unknown, _args: unknown, { viewer }: Looking) => viewer?.claims.org,
          claims: (_event: unknown, _args: unknown, { viewer }: Looking) => Object.keys(viewer?.claims ?? {}),
          keys: (_event: unknown, _args: unknown, context: object) =>
            Object.entries(context).flatMap(([name, value]) => (value === undefined ? [] : [name])),
          found: (event: unknown, args: unknown, context: unknown, info: unknown) =>
            secretsIn({ event, args, context, info }, (text) => text.includes(secret)),
        },
      },
    });
  }

  const claims = (org: string) => ({
    org,
    name: secret,
    role: secret,
    email: [secret],
    deep: { er: secret },
  });
  const look = '{ id org claims found keys }';

  /** What the operation's resolvers found for an event, as its subscribers got it. */
  async function lookThrough(field: string, query: string, token: string, publish: () => Promise<unknown>) {
    const { pusher, socketId } = await stack.connect({
      channelAuthorization: {
        endpoint: '',
        transport: 'ajax',
        customHandler: (_request, callback) => callback(null, grant),
      },
    });
    const grant = await stack.grant(socketId, { query, token });
    const messages = collect(pusher.subscribe(grant.channel), 'result');
    await messages.joined;
    await publish();
    const { result } = await messages.next();
    return { channel: grant.channel, look: result.data[field] };
  }

  it('knows no claim and no request where `per` names none', async () => {
    await start();
    const token = await tokenFor(secret, claims('acme'));
    const { look: found } = await lookThrough(
      'shared',
      `subscription { shared(roomId: "1") ${look} }`,
      token,
      () => stack.gateway.publish('shared', { roomId: '1' }, {}),
    );
    expect(found).toEqual({
      id: null,
      org: null,
      claims: [],
      found: [],
      keys: ['asked', 'viewer', 'publish'],
    });
  });

  it('knows the claims of `per`, whichever of those viewers came first, and no others', async () => {
    await start();
    const query = `subscription { ofTenant(roomId: "1") ${look} }`;
    const first = await stack.grant('1.2', { query, token: await tokenFor(`${secret}-1`, claims('acme')) });
    const { channel, look: found } = await lookThrough(
      'ofTenant',
      query,
      await tokenFor(`${secret}-2`, claims('acme')),
      () => stack.gateway.publish('ofTenant', { roomId: '1', viewer: { org: 'acme' } }, {}),
    );
    expect(channel).toBe(first.channel);
    expect(found).toMatchObject({ id: null, org: 'acme', claims: ['org'], found: [] });
  });

  it("keeps tenants apart: neither channel nor results nor position is another's", async () => {
    await start();
    const query = `subscription { ofTenant(roomId: "1") ${look} }`;
    const acme = await stack.grant('1.2', { query, token: await tokenFor('ada', { org: 'acme' }) });
    const evil = await stack.grant('1.2', { query, token: await tokenFor('ada', { org: 'evil' }) });
    expect(evil.channel).not.toBe(acme.channel);
    await stack.gateway.publish('ofTenant', { roomId: '1', viewer: { org: 'acme' } }, {});
    expect(stack.sent.flat().map(({ channel }) => channel)).toEqual([acme.channel]);
  });

  it('cannot be pushed into another tenant by what separates values', async () => {
    await start();
    for (const [org, roomId] of [
      ['acme;1', '1'],
      ['acme', '1;2'],
      ['acme', 'x;tenant-acme'],
    ] as const) {
      const { errors } = await stack.request({
        query: `subscription ($roomId: ID!) { ofTenant(roomId: $roomId) ${look} }`,
        variables: { roomId },
        extensions: { pusher: { socketId: '1.2' } },
        token: await tokenFor('mallory', { org }),
      });
      expect(errors?.[0]?.extensions?.code).toBe('BAD_USER_INPUT');
    }
  });

  it('has only its own claims where several such operations are executed for one event', async () => {
    await start();
    const query = `subscription { ofOne ${look} }`;
    for (const name of ['ada', 'bob'])
      await stack.grant('1.2', { query, token: await tokenFor(name, claims('acme')) });
    const { look: found } = await lookThrough(
      'ofOne',
      query,
      await tokenFor('eve', claims('acme')),
      async () => {
        for (const sub of ['ada', 'bob', 'eve'])
          await stack.gateway.publish('ofOne', { viewer: { sub } }, {});
      },
    );
    expect(found).toMatchObject({ id: 'eve', org: null, claims: ['sub'], found: [] });
  });
});
