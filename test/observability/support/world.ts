import { type ChannelsServer, createChannelsServer } from '../../../src/channels/index.ts';
import {
  createGateway,
  createPusherTransport,
  type Gateway,
  type GatewayError,
  type GatewayOptions,
  type Store,
  type Transport,
} from '../../../src/index.ts';
import type { Grant, Position } from '../../../src/protocol/index.ts';
import { createSqliteStore } from '../../../src/stores/sqlite/index.ts';
import { connectRaw } from '../../channels/support/raw-client.ts';
import { Pusher, type PusherOptions } from '../../support/pusher-js.ts';

const app = { id: '1', key: 'key', secret: 'secret' };

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { send(roomId: ID!, text: String!): String }
  type Subscription {
    said(roomId: ID!): Message! @channel(name: "room-{roomId}")
    refusedToAll: Message! @channel(name: "refused")
  }
  type Message { text: String! broken: String }
`;

/** A gateway with its servers, and controls for failures. */
export interface World {
  readonly gateway: Gateway;
  readonly channels: ChannelsServer;
  readonly store: Store;
  /** Errors for the next requests with messages, in order. */
  readonly failures: GatewayError[];
  /** Advances the clock of the gateway and its store. */
  advance(milliseconds: number): void;
  now(): number;
  say(roomId: string, text: string): Promise<unknown>;
  post(query: string, extensions?: Record<string, unknown>): Promise<Answer>;
  /** Subscribes over Pusher without joining the channel. */
  grant(query: string, position?: Position): Promise<Grant>;
  /** Connects pusher-js, subscribes, and joins the granted channel. */
  join(query: string): Promise<Grant>;
  /** Connects pusher-js and signs in as Ada. */
  signIn(): Promise<void>;
  /** Connects a client that reads nothing, until the Channels server closes its connection. */
  readTooSlowly(): Promise<void>;
  close(): Promise<void>;
}

interface Answer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly message: string }[];
  readonly extensions?: { readonly pusher?: Grant };
}

/** Starts a gateway on which every viewer is Ada. */
export async function startWorld(options: Partial<GatewayOptions> = {}): Promise<World> {
  let ahead = 0;
  const now = (): number => Date.now() + ahead;
  const channels = createChannelsServer({
    apps: [{ ...app, userAuthentication: true, webhooks: [{ url: 'http://127.0.0.1:9/unreachable' }] }],
    vacatedDelay: 0,
    webhookBatchDelay: 0,
    webhookRetryFor: 0,
    maxBufferedBytes: 64 * 1024,
    onError: () => undefined,
  });
  const { host, port } = await channels.listen();
  const failures: GatewayError[] = [];
  const pusherTransport = createPusherTransport({
    appId: app.id,
    key: app.key,
    secret: app.secret,
    host,
    port,
    useTLS: false,
  });
  const transport: Transport = {
    ...pusherTransport,
    async send(messages) {
      const failure = failures.shift();
      if (failure) throw failure;
      await pusherTransport.send(messages);
    },
  };
  const store = createSqliteStore({ location: ':memory:', now });
  const gateway = createGateway({
    typeDefs,
    resolvers: {
      Mutation: {
        send: async (
          _root: unknown,
          { roomId, text }: { roomId: string; text: string },
          { publish }: { publish: Gateway['publish'] },
        ) => (await publish('said', { roomId }, { text })).status,
      },
      Subscription: {
        said: { filter: (event: { text: string }) => event.text !== 'unwanted' },
        refusedToAll: { authorize: () => false },
      },
      Message: {
        broken: () => {
          throw new Error('A resolver that fails.');
        },
      },
    },
    store,
    transport,
    authenticate: () => ({ id: 'ada', claims: { sub: 'ada' } }),
    now,
    wait: async () => undefined,
    onError: () => undefined,
    ...options,
  });
  const clients: Pusher[] = [];

  async function post(query: string, extensions: Record<string, unknown> = {}): Promise<Answer> {
    const response = await gateway.fetch(
      new Request('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, extensions }),
      }),
    );
    return (await response.json()) as Answer;
  }

  async function grantFor(socketId: string, query: string, position?: Position): Promise<Grant> {
    const { extensions, errors } = await post(query, { pusher: { socketId, position } });
    if (!extensions?.pusher) throw new Error(JSON.stringify(errors));
    return extensions.pusher;
  }

  async function connect(more: Partial<PusherOptions>): Promise<Pusher> {
    const pusher = new Pusher(app.key, {
      cluster: '',
      wsHost: host,
      wsPort: port,
      forceTLS: false,
      enabledTransports: ['ws'],
      ...more,
    });
    clients.push(pusher);
    await new Promise<void>((resolve) => pusher.connection.bind('connected', resolve));
    return pusher;
  }

  return {
    gateway,
    channels,
    store,
    failures,
    now,
    advance(milliseconds) {
      ahead += milliseconds;
    },
    say: (roomId, text) => gateway.publish('said', { roomId }, { text }),
    post,
    grant: (query, position) => grantFor('1.2', query, position),
    async join(query) {
      let auth = '';
      const pusher = await connect({
        channelAuthorization: {
          transport: 'ajax',
          endpoint: '',
          customHandler: (_request, done) => done(null, { auth }),
        },
      });
      const grant = await grantFor(pusher.connection.socket_id, query);
      auth = grant.auth;
      const channel = pusher.subscribe(grant.channel);
      await new Promise<void>((resolve) => channel.bind('pusher:subscription_succeeded', resolve));
      return grant;
    },
    async signIn() {
      const pusher = await connect({
        userAuthentication: {
          transport: 'ajax',
          endpoint: '',
          customHandler({ socketId }, done) {
            const { auth, userData } = transport.authenticateUser(socketId, { id: 'ada' });
            done(null, { auth, user_data: userData });
          },
        },
      });
      const signedIn = new Promise<void>((resolve) => pusher.bind('pusher:signin_success', resolve));
      pusher.signin();
      await signedIn;
    },
    async readTooSlowly() {
      const slow = await connectRaw(`ws://${host}:${port}/app/${app.key}?protocol=7`);
      slow.send('pusher:subscribe', { channel: 'flood' });
      await slow.next('pusher_internal:subscription_succeeded');
      slow.ws.pause();
      const message = { channel: 'flood', event: 'drop', json: JSON.stringify('x'.repeat(10_000)) };
      const { cutForSlowness } = channels.stats();
      // The operating system buffers some megabytes first.
      while (channels.stats().cutForSlowness === cutForSlowness)
        await pusherTransport.send(Array.from({ length: 10 }, () => message));
      slow.ws.terminate();
    },
    async close() {
      for (const pusher of clients) pusher.disconnect();
      await gateway.dispose();
      await channels.close();
    },
  };
}
