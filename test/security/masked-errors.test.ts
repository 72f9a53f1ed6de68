import { afterEach, describe, expect, it, vi } from 'vitest';
import { GatewayError, type GatewayOptions } from '../../src/index.ts';
import { type Stack, startStack, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { fails: String outage: String }
  type Subscription { messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}") }
`;

const oneAddress = { trustedProxy: { header: 'x-real-ip' } };

describe('a failure', () => {
  let stack: Stack;
  const log: string[] = [];
  afterEach(() => stack.close());

  async function start(): Promise<void> {
    log.length = 0;
    const fail = (): never => {
      throw new Error('connect ECONNREFUSED postgres://app:hunter2@db');
    };
    stack = await startStack({
      typeDefs,
      onError: (error, where) => log.push(`${where}: ${(error as Error).message}`),
      rules: { channel: fail },
      resolvers: {
        Query: {
          fails: fail,
          outage: () => {
            throw new GatewayError('STORE_UNAVAILABLE', 'The store is unavailable. Retry later.');
          },
        },
        Subscription: { messageAdded: { authorize: fail } },
      },
    });
  }

  const ask = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await stack.gateway.fetch(
      new Request(`http://gateway.test${path}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${await tokenFor('ada')}`,
          ...headers,
        },
        body: JSON.stringify(body),
      }),
    );
    return { id: response.headers.get('x-request-id'), text: await response.text() };
  };

  it.each<[string, string, object]>([
    ['of a resolver', '/graphql', { query: '{ fails }' }],
    [
      'of authorize',
      '/graphql',
      { query: 'subscription { messageAdded(roomId: "1") }', extensions: { pusher: { socketId: '1.2' } } },
    ],
    ['of a rule', '/pusher/auth', { socket_id: '1.2', channel_name: 'private-x' }],
    ['of a rule in a batch', '/pusher/auth', { socket_id: '1.2', channel_name: ['private-x'] }],
    [
      'of a rule in a mutation',
      '/graphql',
      { query: 'mutation { authorizeChannel(socketId: "1.2", channelName: "private-x") { auth } }' },
    ],
  ])('%s is told by an id only, which the log has with the reason', async (_what, path, body) => {
    await start();
    const { id, text } = await ask(path, body);
    expect(text).toContain(`"requestId":"${id}"`);
    expect(text).toContain('Unexpected error.');
    expect(text).not.toMatch(/hunter2|ECONNREFUSED|\.ts|stack/);
    expect(
      log.filter((line) => line.includes(`(request ${id})`) && line.includes('ECONNREFUSED')),
    ).toHaveLength(1);
  });

  it('of authorize has the same code alone and in a batch, and is logged each time', async () => {
    await start();
    const extensions = { pusher: { socketId: '1.2' } };
    const one = { query: 'subscription { messageAdded(roomId: "1") }', extensions };
    for (const body of [one, [one, one]]) {
      log.length = 0;
      const { text } = await ask('/graphql', body);
      const results = [JSON.parse(text)].flat() as { errors: { extensions: { code: string } }[] }[];
      for (const { errors } of results)
        expect(errors).toMatchObject([
          { message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } },
        ]);
      expect(log.filter((line) => line.includes('ECONNREFUSED'))).toHaveLength(results.length);
    }
  });

  it('of the store is told with its reason and an id', async () => {
    await start();
    const { id, text } = await ask('/graphql', { query: '{ outage }' });
    expect(JSON.parse(text).errors[0].extensions).toMatchObject({ code: 'STORE_UNAVAILABLE', requestId: id });
  });

  it('has the id that a proxy in front gave the request, unless it is none', async () => {
    await start();
    expect((await ask('/graphql', { query: '{ fails }' }, { 'x-request-id': 'trace-1/a=b' })).id).toBe(
      'trace-1/a=b',
    );
    for (const wrong of ['', 'x'.repeat(129), 'a b', '<script>', 'a"b']) {
      const { id } = await ask('/graphql', { query: '{ fails }' }, { 'x-request-id': wrong });
      expect(id).toMatch(/^[\da-f-]{36}$/);
    }
  });
});

describe('a failure of what the application has given, over HTTP,', () => {
  const fail = (): never => {
    throw new Error('connect ECONNREFUSED postgres://app:hunter2@db');
  };
  const metrics = { contentType: 'text/plain', observer: {}, render: async () => fail() };

  it.each<[string, string, Partial<GatewayOptions>, number]>([
    ['its cors', '/graphql', { cors: fail }, 200],
    ['its cors, of a twin', '/pusher/auth', { cors: fail }, 400],
    ['its log', '/graphql', { authenticate: fail, onError: fail }, 500],
    ['its log, of a twin', '/pusher/auth', { authenticate: fail, onError: fail }, 500],
    [
      'its counters',
      '/pusher/auth',
      { rateLimits: { counters: { counter: () => fail } }, ...oneAddress },
      500,
    ],
    ['its metrics', '/metrics', { metrics }, 500],
    [
      'its operations',
      '/graphql?extensions={"persistedQuery":{"sha256Hash":"x"}}',
      { persistedOperations: { documents: fail } },
      500,
    ],
  ])('%s, shows nothing of where it happened', async (_what, path, options, status) => {
    const told = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const stack = await startStack({ typeDefs, ...options }, { http: true });
    const isRead = path === '/metrics' || path.includes('?');
    const response = await fetch(`${stack.url}${path}`, {
      ...(isRead ? {} : { method: 'POST', body: '{"query":"{ __typename }"}' }),
      headers: { 'content-type': 'application/json', 'x-real-ip': '203.0.113.7', origin: 'https://app.test' },
    });
    const text = await response.text();
    expect([response.status, response.headers.get('access-control-allow-credentials')]).toEqual([
      status,
      null,
    ]);
    expect(text).not.toMatch(/hunter2|ECONNREFUSED|\.ts|node_modules| {4}at /);
    // Somebody hears of it.
    expect(`${stack.errors.map(String)} ${told.mock.calls.flat().map(String)}`).toContain('ECONNREFUSED');
    told.mockRestore();
    await stack.close();
  });
});
