import { GraphQLError } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';
import type { GatewayOptions } from '../../src/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { me: ID }
  type Subscription { messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}") }
`;
const resolvers = {
  Query: { me: (_root: unknown, _args: unknown, { viewer }: { viewer?: { id: string } }) => viewer?.id },
};

let stack: Stack;
afterEach(() => stack.close());

async function start(options: Partial<GatewayOptions> = {}): Promise<void> {
  stack = await startStack({
    ...{ typeDefs, resolvers, trustedProxy: { header: 'x-real-ip' } },
    ...{ rateLimits: { authenticate: { address: 3 } }, ...options },
  });
}

/** Every way to show a token: `Authorization`, a parameter, a cookie; for GraphQL and the REST twins. */
const ways = {
  'POST /graphql': (token: string) =>
    ask('/graphql', { query: '{ me }' }, { authorization: `Bearer ${token}` }),
  'GET /graphql': (token: string) => ask(`/graphql?query={me}&deWT=${token}`),
  'a subscription': (token: string) =>
    ask(
      '/graphql',
      {
        query: 'subscription { messageAdded(roomId: "1") }',
        extensions: { pusher: { socketId: '1.2' } },
      },
      { cookie: `deWT=${token}` },
    ),
  'POST /pusher/auth': (token: string) =>
    ask('/pusher/auth', { socket_id: '1.2', channel_name: 'private-room-1', deWT: token }),
  'POST /pusher/user-auth': (token: string) => ask('/pusher/user-auth', { socket_id: '1.2', deWT: token }),
};

let address = '203.0.113.7';
async function ask(path: string, body?: object, headers: Record<string, string> = {}) {
  const response = await stack.gateway.fetch(
    new Request(`http://gateway.test${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { 'content-type': 'application/json', 'x-real-ip': address, ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    }),
  );
  const text = await response.text();
  return { status: response.status, retryAfter: Number(response.headers.get('retry-after')), text };
}

describe.each(Object.entries(ways))('whoever guesses at tokens by %s', (_way, tryToken) => {
  it('is told to come back later, and whoever has a good one from the same address gets in', async () => {
    await start();
    address = '203.0.113.7';
    const guesses: number[] = [];
    for (let n = 0; n < 3; n++) guesses.push((await tryToken(`guess-${n}`)).status);
    expect(guesses).toEqual([401, 401, 401]);
    const refused = await tryToken('guess-3');
    expect(refused.status).toBe(429);
    expect(refused.text).toContain('RATE_LIMITED');
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect(refused.retryAfter).toBeLessThanOrEqual(60);

    expect((await tryToken(await tokenFor('ada'))).status).toBe(200);
    address = '203.0.113.8';
    expect((await tryToken('guess-4')).status).toBe(401);
  });
});

it('guesses of all ways count together, good tokens and requests without any do not', async () => {
  await start();
  address = '203.0.113.9';
  const good = await tokenFor('ada');
  const all = Object.values(ways);
  for (let n = 0; n < 3; n++) for (const tryToken of all) expect((await tryToken(good)).status).toBe(200);
  for (let n = 0; n < 10; n++) expect((await ask('/graphql', { query: '{ me }' })).status).toBe(200);
  const statuses: number[] = [];
  for (const tryToken of all) statuses.push((await tryToken('guess')).status);
  expect(statuses).toEqual([401, 401, 401, 429, 429]);
});

it('a batch counts each of its operations', async () => {
  await start();
  address = '203.0.113.10';
  const body = Array.from({ length: 4 }, () => ({ query: '{ me }' }));
  const { text } = await ask('/graphql', body, { authorization: 'Bearer guess' });
  expect(text.match(/"code":"(\w+)"/g)).toEqual([
    ...Array.from({ length: 3 }, () => '"code":"UNAUTHENTICATED"'),
    '"code":"RATE_LIMITED"',
  ]);
});

it('an authentication of the application’s own is counted where it refuses in GraphQL’s words, and not where it fails', async () => {
  let error: Error = new GraphQLError('Who?', { extensions: { code: 'UNAUTHENTICATED' } });
  await start({
    authenticate: () => {
      throw error;
    },
  });
  address = '203.0.113.11';
  const codes = async () => /"code":"(\w+)"/.exec((await ask('/graphql', { query: '{ me }' })).text)?.[1];
  const told: unknown[] = [];
  for (let n = 0; n < 4; n++) told.push(await codes());
  expect(told).toEqual(['UNAUTHENTICATED', 'UNAUTHENTICATED', 'UNAUTHENTICATED', 'RATE_LIMITED']);
  error = new Error('the database is away');
  expect(await codes()).toBe('INTERNAL_SERVER_ERROR');
});

it('nobody is counted where limits are off', async () => {
  await start({ rateLimits: false });
  for (let n = 0; n < 700; n++) expect((await ways['POST /pusher/user-auth']('guess')).status).toBe(401);
});

it('whoever guesses at the token of the metrics is counted, too, and Prometheus is told all the same', async () => {
  const metrics = { contentType: 'text/plain', token: 'right', observer: {}, render: async () => 'up 1' };
  await start({ metrics });
  address = '203.0.113.12';
  const scrape = (token: string) => ask('/metrics', undefined, { authorization: `Bearer ${token}` });
  const statuses: number[] = [];
  for (let n = 0; n < 4; n++) statuses.push((await scrape(`guess-${n}`)).status);
  expect(statuses).toEqual([401, 401, 401, 429]);
  expect((await scrape('guess')).retryAfter).toBeGreaterThan(0);
  expect(await scrape('right')).toMatchObject({ status: 200, text: 'up 1' });
});
