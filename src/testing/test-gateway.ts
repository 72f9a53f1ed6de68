import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createChannelsServer } from '../channels/index.ts';
import { keepAliveOptions } from '../channels/internal.ts';
import { type Client, type ClientOptions, createClient } from '../client/index.ts';
import {
  type AnyTopics,
  createGateway,
  createJwtAuthentication,
  createPusherTransport,
  type Gateway,
  type GatewayOptions,
  type SchemaSource,
  signJwt,
} from '../index.ts';
import { createSqliteStore } from '../stores/sqlite/index.ts';
import { type Results, subscribed } from './results.ts';

/** The claims of a token. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** Gateway options. All except the schema have defaults for tests. */
export type TestGatewayOptions = SchemaSource & Partial<Omit<GatewayOptions, keyof SchemaSource>>;

/** The response to a request. */
export interface TestResult<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
  readonly extensions?: Record<string, unknown>;
}

/** A running gateway with its own Channels server and store. */
export interface TestGateway<Topics = AnyTopics> extends AsyncDisposable {
  readonly gateway: Gateway<Topics>;
  /** URL of the GraphQL endpoint: `http://127.0.0.1:53211/graphql`. */
  readonly url: string;
  readonly publish: Gateway<Topics>['publish'];
  /** Signs a token that is valid for an hour. A gateway with its own `authenticate` may not accept it. */
  token(claims: Claims): Promise<string>;
  /** Creates a client with a token for these claims, or without a token. `close` disposes of it. */
  client(claims?: Claims, options?: Partial<ClientOptions>): Client;
  /** Sends a request over HTTP. */
  request<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    token?: string,
  ): Promise<TestResult<Data>>;
  /**
   * Subscribes over Pusher. Resolves when the subscription is active: its results include every event published from then
   * on. Rejects if the gateway rejects the subscription, with the `extensions` of the GraphQL error.
   */
  subscribe<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    claims?: Claims,
  ): Promise<Results<Data>>;
  /** Stops the clients, the gateway and the Channels server. */
  close(): Promise<void>;
}

const app = { id: 'test', key: 'test', secret: 'test-secret', clientEvents: true, userAuthentication: true };
const jwtSecret = 'a public secret, for tests only';

/**
 * Starts a gateway and a Channels server on free ports of this process, with a store in memory. Tests use real sockets and
 * the real protocol, with nothing to install or to reset.
 *
 * @throws the errors of `createGateway` for an invalid schema.
 * @example
 * await using gateway = await createTestGateway({ typeDefs, resolvers });
 * const messages = await gateway.subscribe('subscription { said(roomId: "dogs") { text } }', {}, { sub: 'ada' });
 * await gateway.publish('said', { roomId: 'dogs' }, { text: 'woof' });
 * assert.deepEqual((await messages.next()).value, { data: { said: { text: 'woof' } } });
 */
export async function createTestGateway<Topics = AnyTopics>(
  options: TestGatewayOptions,
): Promise<TestGateway<Topics>> {
  const server = createServer(keepAliveOptions());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const channels = createChannelsServer({
    apps: [{ ...app, webhooks: [{ url: `${origin}/pusher/webhook` }] }],
    // Report vacated channels immediately, so that no test waits for them.
    vacatedDelay: 0,
    webhookBatchDelay: 0,
    // While closing, the last webhooks fail because the gateway is gone.
    onError: (error) =>
      isClosing ? undefined : console.error('graphql-pusher/testing: a webhook failed:', error),
  });
  const { host, port } = await channels.listen({ port: 0 });
  const clients = new Set<Client>();
  let isClosing = false;
  let gateway: Gateway<Topics> | undefined;

  async function close(): Promise<void> {
    isClosing = true;
    for (const each of clients) each.dispose();
    clients.clear();
    await gateway?.dispose();
    await channels.close();
    server.close();
    server.closeAllConnections();
  }

  try {
    gateway = createGateway<Topics>({
      authenticate: createJwtAuthentication({ secret: jwtSecret }),
      store: createSqliteStore(':memory:'),
      transport: createPusherTransport({
        appId: app.id,
        key: app.key,
        secret: app.secret,
        host,
        port,
        useTLS: false,
        encryptionMasterKey: Buffer.alloc(32, 1).toString('base64'),
      }),
      ...options,
    });
  } catch (error) {
    await close();
    throw error;
  }
  const { handle, publish } = gateway;
  server.on('request', handle);
  const url = `${origin}/graphql`;
  const token = (claims: Claims): Promise<string> => signJwt(claims, { secret: jwtSecret });

  /** Without this check, a late caller would see a refused connection or wait for retries. */
  function assertOpen(): void {
    if (isClosing) throw new Error('This test gateway is closed. Create another with createTestGateway().');
  }

  function client(claims?: Claims, clientOptions: Partial<ClientOptions> = {}): Client {
    assertOpen();
    const created = createClient({
      url,
      headers: async (): Promise<Record<string, string>> =>
        claims ? { authorization: `Bearer ${await token(claims)}` } : {},
      ...clientOptions,
    });
    clients.add(created);
    return created;
  }

  return {
    gateway,
    url,
    publish,
    token,
    client,
    async request<Data>(query: string, variables: Record<string, unknown> = {}, bearer?: string) {
      assertOpen();
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as TestResult<Data>;
    },
    subscribe: async (query, variables = {}, claims) => subscribed(client(claims), { query, variables }),
    close,
    [Symbol.asyncDispose]: close,
  };
}
