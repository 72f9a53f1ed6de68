import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createGateway,
  createJwtAuthentication,
  createPusherTransport,
  type Gateway,
  GatewayError,
} from '../../src/index.ts';
import { createLog } from '../../src/observability/create-log.ts';
import { logWhatHappens } from '../../src/observability/log-what-happens.ts';
import { createMetrics } from '../../src/observability/metrics/index.ts';
import { createTracing } from '../../src/observability/tracing/index.ts';
import { readSettings } from '../../src/serve/settings/settings.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { jwtSecret, tokenFor } from '../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { fails: String leaks: String }
  type Subscription {
    messageAdded(roomId: ID!): String! @channel(name: "room-{roomId}", access: PUBLIC)
    whispered(roomId: ID!): String! @channel(name: "whisper-{roomId}", access: ENCRYPTED)
  }
`;
const appSecret = 'app-secret-d41d8cd98f00';
const masterKey = Buffer.from('master-key-that-nobody-may-learn').toString('base64');
const databasePassword = 'hunter2-of-the-database';
const metricsToken = 'token-of-the-metrics-5d41402abc4b';
const metrics = createMetrics({ token: metricsToken });
const spans = new InMemorySpanExporter();
const tracer = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }).getTracer(
  'test',
);
const yes = () => true;
const pusherApp = { PUSHER_APP_ID: '1', PUSHER_APP_KEY: 'app-key', PUSHER_APP_SECRET: appSecret };

/** What Pusher's own answer says when it does not like a request: all that it was sent. */
const answers: Readonly<Record<string, (url: string) => { status: number; body: string }>> = {
  'refuses, and repeats what it was sent': (url) => ({ status: 401, body: `Invalid signature: ${url}` }),
  'fails, and repeats what it was sent': (url) => ({ status: 500, body: `Failed: ${url}` }),
  'answers something else': (url) => ({ status: 200, body: `<html>${url}` }),
  'answers other JSON': (url) => ({ status: 200, body: JSON.stringify({ channels: [url], users: url }) }),
};

describe('secrets', () => {
  /** Everything that anybody could read. */
  let seen: string[];
  let server: Server;
  let answer: (url: string) => { status: number; body: string } | undefined;
  let gateway: Gateway;
  let token: string;

  beforeEach(async () => {
    seen = [];
    spans.reset();
    const log = createLog({ level: 'trace', destination: { write: (line) => void seen.push(line) } });
    for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const)
      vi.spyOn(console, method).mockImplementation((...words) => void seen.push(words.map(deeply).join(' ')));
    server = createServer((request, response) => {
      request.resume();
      const answered = answer(request.url ?? '');
      if (!answered) return request.socket.destroy();
      response.writeHead(answered.status, { 'content-type': 'application/json' }).end(answered.body);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    token = await tokenFor('ada', { email: 'ada@secret.test' });
    gateway = createGateway({
      typeDefs,
      resolvers: {
        Query: {
          fails: () => {
            throw new Error(`postgres://app:${databasePassword}@db refuses`);
          },
          leaks: () => {
            throw new GatewayError('STORE_UNAVAILABLE', 'Away.', { cause: new Error(databasePassword) });
          },
        },
      },
      store: createSqliteStore(':memory:'),
      transport: createPusherTransport({
        ...{ appId: '1', key: 'app-key', secret: appSecret, encryptionMasterKey: masterKey, useTLS: false },
        ...{ host: '127.0.0.1', port: (server.address() as AddressInfo).port, timeout: 1_000 },
      }),
      authenticate: createJwtAuthentication({ secret: jwtSecret }),
      rules: {
        channel: yes,
        trigger: yes,
        sendToUser: yes,
        terminateUserConnections: yes,
        inspect: yes,
        publish: yes,
        revoke: yes,
      },
      // An outage need not be sat out here.
      wait: async () => undefined,
      observe: logWhatHappens(log),
      metrics,
      tracing: createTracing(tracer),
    });
  });
  afterEach(async () => {
    await gateway.dispose();
    server.closeAllConnections();
    server.close();
    vi.restoreAllMocks();
  });

  const deeply = (value: unknown): string =>
    typeof value === 'string' ? value : inspect(value, { depth: 12, showHidden: true });

  async function ask(
    path: string,
    body?: object | string,
    headers: Record<string, string> = {},
  ): Promise<void> {
    const response = await gateway.fetch(
      new Request(`http://gateway.test${path}`, {
        ...(body === undefined
          ? {}
          : { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) }),
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      }),
    );
    seen.push(`${response.status} ${deeply([...response.headers])} ${await response.text()}`);
  }

  const documents = [
    '{ fails }',
    '{ leaks }',
    '{ pusher { key cluster host port useTLS } }',
    '{ channels(filterByPrefix: "presence-", info: [USER_COUNT]) { name userCount } }',
    '{ channel(name: "private-cache-x") { occupied cache { data } } }',
    '{ presenceMembers(channel: "presence-x") }',
    'mutation { trigger(channels: ["private-x"], event: "x", data: 1) { __typename } }',
    'mutation { trigger(channels: ["private-encrypted-x"], event: "x", data: 1) { __typename } }',
    'mutation { triggerBatch(events: [{ channel: "private-x", event: "x", data: 1 }]) { __typename } }',
    'mutation { sendToUser(userId: "ada", event: "x", data: 1) }',
    'mutation { terminateUserConnections(userId: "ada") }',
    'mutation { publish(field: "messageAdded", args: { roomId: "1" }, event: "x") { status reason } }',
    'mutation { revoke(field: "messageAdded", args: { roomId: "1" }) }',
    // What reaches logs, metrics and traces on its own ways.
    'mutation Say { publish(field: "whispered", args: { roomId: "1" }, event: "x") { status reason } }',
    '{ nothing }',
    '{',
  ];

  async function tryEverything(): Promise<void> {
    for (const query of documents) await ask('/graphql', { query });
    for (const asked of [
      { socketId: '1.2' },
      { socketId: token },
      { socketId: '1.2', position: { epoch: 'x', offset: 1 } },
    ])
      await ask('/graphql', {
        query: 'subscription { messageAdded(roomId: "1") }',
        extensions: { pusher: asked },
      });
    await ask('/ready');
    await ask('/health');
    await ask('/graphql', undefined, { accept: 'text/html' });
    await ask('/pusher/auth', { socket_id: '1.2', channel_name: 'private-encrypted-x' });
    await ask('/pusher/auth', { socket_id: 'x', channel_name: 'private-x' });
    await ask('/pusher/webhook', '{"time_ms":1,"events":[]}', {
      'x-pusher-key': 'app-key',
      'x-pusher-signature': 'x',
    });
    await ask('/graphql', { query: '{ fails }' }, { authorization: `Bearer ${token}x` });
    await ask('/graphql', { query: '{ fails }' }, { authorization: token });
    await ask(`/graphql?query={fails}&deWT=${token}x`, undefined, { authorization: '' });
    await gateway.sweep().catch((error: unknown) => seen.push(deeply(error)));
    await gateway.reconcile().catch((error: unknown) => seen.push(deeply(error)));
    seen.push(deeply(await gateway.deadLetters()));
    await ask('/metrics', undefined, { authorization: `Bearer ${metricsToken}` });
    await ask('/metrics');
    await ask('/console', undefined, { accept: 'text/html' });
    for (const { name, attributes, events, status } of spans.getFinishedSpans())
      seen.push(deeply([name, attributes, events, status]));
  }

  const forbidden = (): [string, RegExp | string][] => [
    ["the app's secret", appSecret],
    ['the token of the metrics', metricsToken],
    ['the master key', masterKey],
    ['the secret of tokens', jwtSecret],
    ['a token', token],
    ["a token's signature", token.split('.')[2] ?? ''],
    ['a claim', 'ada@secret.test'],
    ['a signature of a request to Pusher', /auth_signature=[\da-f]/],
  ];

  it.each([...Object.keys(answers), 'hangs up', 'is not there'])(
    'stay secret when Pusher %s',
    async (how) => {
      answer = answers[how] ?? (() => undefined);
      if (how === 'is not there') {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
      await tryEverything();
      expect(seen.length).toBeGreaterThan(documents.length);
      expect(seen.join('\n')).toMatch(/graphql_pusher_[\s\S]*mutation Say/);
      const all = seen.join('\n');
      for (const [what, text] of forbidden()) {
        const found = typeof text === 'string' ? all.includes(text) : text.test(all);
        expect(found, what).toBe(false);
      }
      // A log is where the password of a database may stand, since the application's own error says it.
      const answered = seen.filter((line) => /^\d{3} /.test(line)).join('\n');
      expect(answered).not.toContain(databasePassword);
      expect(answered).not.toMatch(/\n {4}at |node_modules|\.ts:\d/);
    },
  );

  it('stay secret when the database is away whose address holds a password', async () => {
    const store = createRedisStore({ redis: `redis://app:${databasePassword}@127.0.0.1:1`, timeout: 100 });
    await store.ready().catch((error: unknown) => seen.push(deeply(error)));
    await store.generations.current('x').catch((error: unknown) => seen.push(deeply(error)));
    await store.close();
    expect(seen.filter((line) => line.includes('STORE_UNAVAILABLE'))).toHaveLength(2);
    expect(seen.join('\n')).not.toContain(databasePassword);
  });

  it.each<[string, Record<string, string>]>([
    ['the address of a database', { STORE: `mysql://app:${databasePassword}@db` }],
    [
      'the address of a database, with an @ in its password',
      { STORE: `mysql://app:a@${databasePassword}@db` },
    ],
    ['the address of a database, with parameters', { STORE: `mysql://db?password=${databasePassword}` }],
    ['an address without a host', { STORE: `redis://app:${databasePassword}@[` }],
    ['an address with a port that is none', { STORE: `rediss://app:${databasePassword}@db:x` }],
    ['a host that is an address', { ...pusherApp, PUSHER_HOST: `https://app:${databasePassword}@pusher` }],
    ['a secret', { JWT_SECRET: databasePassword, GATEWAY_ENV: 'production' }],
    ['an app', { PUSHER_APP_ID: '1', PUSHER_APP_SECRET: databasePassword }],
    ['a master key', { PUSHER_ENCRYPTION_MASTER_KEY: databasePassword }],
  ])('stay secret when a setting is wrong: %s', (_what, variables) => {
    const message = (() => {
      try {
        readSettings(variables, '/nowhere/.env');
      } catch (error) {
        return deeply(error);
      }
    })();
    expect(message).toBeDefined();
    expect(message).not.toContain(databasePassword);
  });
});
