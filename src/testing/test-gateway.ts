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

/** Who asks: what a token says. */
export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

/** The same options as a gateway has; what they leave out is made for the test. */
export type TestGatewayOptions = SchemaSource & Partial<Omit<GatewayOptions, keyof SchemaSource>>;

/** The answer to a request. */
export interface TestResult<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
  readonly extensions?: Record<string, unknown>;
}

/** A running gateway, with a Channels server and a store of its own. */
export interface TestGateway<Topics = AnyTopics> extends AsyncDisposable {
  readonly gateway: Gateway<Topics>;
  /** Of its GraphQL: `http://127.0.0.1:53211/graphql`. */
  readonly url: string;
  readonly publish: Gateway<Topics>['publish'];
  /** A token that the gateway accepts for an hour, unless it has an `authenticate` of its own. */
  token(claims: Claims): Promise<string>;
  /** A client of whoever has these claims, or of nobody. It is disposed of with the gateway. */
  client(claims?: Claims, options?: Partial<ClientOptions>): Client;
  /** Makes a request over HTTP. */
  request<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    token?: string,
  ): Promise<TestResult<Data>>;
  /**
   * Subscribes over Pusher; resolves when the subscription stands, so that what is published from then on is among the
   * results. Rejects when the gateway refuses, with the `extensions` of the GraphQL error.
   */
  subscribe<Data = Record<string, unknown>>(
    query: string,
    variables?: Record<string, unknown>,
    claims?: Claims,
  ): Promise<Results<Data>>;
  /** Ends all of it. */
  close(): Promise<void>;
}

const app = { id: 'test', key: 'test', secret: 'test-secret', clientEvents: true, userAuthentication: true };
const jwtSecret = 'the secret of tests, which is none';

/**
 * Starts a gateway on free ports, with a Channels server in this process and a store in memory: real sockets and the
 * real protocol, and nothing to install or to reset.
 *
 * @throws what `createGateway` throws for a schema that cannot be used.
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
    // Who leaves has left at once, so that no test waits for it.
    vacatedDelay: 0,
    webhookBatchDelay: 0,
    // Of the last webhooks, which nobody takes when all of it ends.
    onError: (error) => (isClosing ? undefined : console.error('graphql-pusher/testing: a webhook:', error)),
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

  /** Else whoever uses it too late would be told of a connection that is refused, or wait for the retries. */
  function mustBeOpen(): void {
    if (isClosing) throw new Error('This test gateway is closed.');
  }

  function client(claims?: Claims, clientOptions: Partial<ClientOptions> = {}): Client {
    mustBeOpen();
    const made = createClient({
      url,
      headers: async (): Promise<Record<string, string>> =>
        claims ? { authorization: `Bearer ${await token(claims)}` } : {},
      ...clientOptions,
    });
    clients.add(made);
    return made;
  }

  return {
    gateway,
    url,
    publish,
    token,
    client,
    async request<Data>(query: string, variables: Record<string, unknown> = {}, bearer?: string) {
      mustBeOpen();
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
