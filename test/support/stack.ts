import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignJWT } from 'jose';
import { type ChannelsApp, type ChannelsServer, createChannelsServer } from '../../src/channels/index.ts';
import {
  type AnyTopics,
  createGateway,
  createJwtAuthentication,
  createPusherTransport,
  type Gateway,
  type GatewayOptions,
  type SchemaSource,
  type Store,
  type Transport,
} from '../../src/index.ts';
import type { Grant } from '../../src/protocol/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Channel, Pusher, type PusherOptions } from './pusher-js.ts';

/** What {@link tokenFor} signs with. */
export const jwtSecret = 'a secret for tests only, of at least 32 bytes';
/** The app of every stack. */
export const app = { id: '1', key: 'test-key', secret: 'test-secret' };
const encryptionMasterKey = Buffer.alloc(32, 7).toString('base64');

/** A token for the user with this id. */
export function tokenFor(sub: string, claims: Record<string, unknown> = {}): Promise<string> {
  const exp = Math.floor(Date.now() / 1000) + 60 * 60;
  return new SignJWT({ sub, exp, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(jwtSecret));
}

/** A GraphQL request as a client would make it. */
export interface TestRequest {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string;
  extensions?: Record<string, unknown>;
  token?: string | undefined;
  accept?: string;
}

/** A GraphQL response with its HTTP status. */
export interface TestResponse {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows its own document.
  data: any;
  errors?: { message: string; path?: unknown[]; extensions?: Record<string, unknown> }[];
  extensions?: { pusher?: Grant };
}

/** An embedded Channels server, a store, and a gateway between them. */
export interface Stack {
  readonly channels: ChannelsServer;
  readonly port: number;
  /** Where the gateway is reached over HTTP, if it was asked for. */
  readonly url: string;
  readonly gateway: Gateway<AnyTopics>;
  readonly transport: Transport;
  readonly store: Store;
  /** Requests that reached the transport. */
  readonly sent: { channel: string; event: string }[][];
  readonly errors: unknown[];
  request(request: TestRequest): Promise<TestResponse>;
  /** Subscribes over Pusher; fails when the gateway refuses. */
  grant(socketId: string, request: TestRequest): Promise<Grant>;
  /** A connected pusher-js, closed with the stack. */
  connect(options?: Partial<PusherOptions>): Promise<{ pusher: Pusher; socketId: string }>;
  close(): Promise<void>;
}

/** What a test wants of the servers around the gateway. */
export interface StackServers {
  /** Of the Channels server's app. */
  readonly app?: Partial<ChannelsApp>;
  /** Serves the gateway over HTTP too, and has every webhook sent there at once. */
  readonly http?: boolean;
  /** Stands between the gateway and Pusher. */
  readonly transport?: (transport: Transport) => Transport;
}

/** Starts a stack with a schema. */
export async function startStack(
  source: SchemaSource & Partial<Omit<GatewayOptions, 'typeDefs' | 'resolvers' | 'schema'>>,
  servers: StackServers = {},
): Promise<Stack> {
  const errors: unknown[] = [];
  const http = servers.http ? await listen() : undefined;
  const webhooks = http ? [{ url: `${http.url}/pusher/webhook` }] : [];
  const channels = createChannelsServer({
    apps: [{ ...app, webhooks, ...servers.app }],
    vacatedDelay: 0,
    webhookBatchDelay: 0,
    onError: (error) => errors.push(error),
  });
  const { host, port } = await channels.listen({ port: 0 });
  const store = source.store ?? createSqliteStore(':memory:');
  const sent: Stack['sent'] = [];
  const pusherTransport = createPusherTransport({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host,
    port,
    useTLS: false,
    encryptionMasterKey,
  });
  const between = servers.transport ?? ((same) => same);
  const transport: Transport =
    source.transport ??
    between({
      ...pusherTransport,
      send(messages) {
        sent.push(messages.map(({ channel, event }) => ({ channel, event })));
        return pusherTransport.send(messages);
      },
    });
  const gateway = createGateway({
    authenticate: createJwtAuthentication({ secret: jwtSecret }),
    onError: (error) => errors.push(error),
    ...source,
    store,
    transport,
  });
  http?.server.on('request', gateway.handle);
  const clients: Pusher[] = [];

  async function request({ token, accept, ...body }: TestRequest): Promise<TestResponse> {
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          accept: accept ?? 'application/json',
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
        body: JSON.stringify(body),
      }),
    );
    return { status: response.status, ...((await response.json()) as Omit<TestResponse, 'status'>) };
  }

  return {
    channels,
    port,
    url: http?.url ?? 'http://gateway.test',
    gateway,
    transport,
    store,
    sent,
    errors,
    request,
    async grant(socketId, { extensions, ...rest }) {
      const pusher = { socketId, ...(extensions?.pusher as object | undefined) };
      const response = await request({ ...rest, extensions: { pusher } });
      if (!response.extensions?.pusher) throw new Error(`Refused: ${JSON.stringify(response)}`);
      return response.extensions.pusher;
    },
    async connect(options = {}) {
      const pusher = new Pusher(app.key, {
        cluster: '',
        wsHost: host,
        wsPort: port,
        forceTLS: false,
        enabledTransports: ['ws'],
        ...options,
      });
      clients.push(pusher);
      await new Promise<void>((resolve, reject) => {
        pusher.connection.bind('connected', resolve);
        pusher.connection.bind('failed', reject);
      });
      return { pusher, socketId: pusher.connection.socket_id };
    },
    async close() {
      for (const pusher of clients) pusher.disconnect();
      http?.server.closeAllConnections();
      await gateway.dispose();
      await channels.close();
      http?.server.close();
    },
  };
}

/** Before the gateway is there, since webhooks need to know the port. */
async function listen(): Promise<{ server: Server; url: string }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Collects what a pusher-js channel delivers; `next` waits for as many messages as have been asked for so far. */
export function collect(channel: Channel, event: string) {
  // biome-ignore lint/suspicious/noExplicitAny: each test knows its own messages.
  const messages: any[] = [];
  const waiting: ((message: unknown) => void)[] = [];
  let read = 0;
  channel.bind(event, (message: unknown) => {
    messages.push(message);
    waiting.shift()?.(message);
  });
  return {
    messages,
    // biome-ignore lint/suspicious/noExplicitAny: as above.
    next(): Promise<any> {
      const index = read++;
      if (index < messages.length) return Promise.resolve(messages[index]);
      return new Promise((resolve) => waiting.push(resolve));
    },
    joined: new Promise<void>((resolve, reject) => {
      channel.bind('pusher:subscription_succeeded', () => resolve());
      channel.bind('pusher:subscription_error', (error: unknown) => reject(new Error(JSON.stringify(error))));
    }),
  };
}
