import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Client, createClient } from '../../src/client/index.ts';
import {
  type AnyTopics,
  createGateway,
  createPusherTransport,
  type Gateway,
  type PusherOptions,
  type Transport,
  type WebhookEvent,
} from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Channel, Pusher } from '../support/pusher-js.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Subscription {
    said(room: ID!): String @channel(name: "room-{room}")
    told(room: ID!): String @channel(name: "secret-{room}", access: ENCRYPTED)
  }
`;

/** A Pusher-compatible server to check. It sends its webhooks to the URL that it was started with. */
export interface Server {
  readonly pusher: PusherOptions;
  stop(): Promise<void>;
}

/** A gateway with a Pusher-compatible server, and clients of both. */
export interface World {
  readonly gateway: Gateway<AnyTopics>;
  readonly transport: Transport;
  readonly client: Client;
  /** Connects a pusher-js client, which is this user on presence channels and after `signin`. */
  connect(userId?: string): Promise<Pusher>;
  /** Subscribes. Rejects with the server's error if the subscription fails. */
  join(pusher: Pusher, channel: string): Promise<Channel>;
  /** Waits for a webhook that the gateway accepted. */
  webhook(name: string, channel: string): Promise<WebhookEvent>;
  close(): Promise<void>;
}

export async function startWorld(start: (webhookUrl: string) => Promise<Server>): Promise<World> {
  const http = createServer();
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const server = await start(`${url}/pusher/webhook`);
  const { host = '', port = 80, useTLS = false, key } = server.pusher;
  const real = createPusherTransport({
    ...server.pusher,
    encryptionMasterKey: Buffer.alloc(32, 7).toString('base64'),
  });
  const webhooks: WebhookEvent[] = [];
  const waiting = new Set<() => void>();
  const transport: Transport = {
    ...real,
    webhookEvents(headers, body) {
      const events = real.webhookEvents(headers, body);
      webhooks.push(...(events ?? []));
      for (const look of [...waiting]) look();
      return events;
    },
  };
  const gateway = createGateway({
    typeDefs,
    resolvers: {
      Subscription: {
        said: { resolve: (event: unknown) => event },
        told: { resolve: (event: unknown) => event },
      },
    },
    store: createSqliteStore(':memory:'),
    transport,
    authenticate: () => ({ id: 'ada', claims: {} }),
  });
  http.on('request', gateway.handle);
  const client = createClient({ url: `${url}/graphql` });
  const pushers: Pusher[] = [];

  return {
    gateway,
    transport,
    client,
    async connect(userId = 'ada') {
      const pusher = new Pusher(key, {
        cluster: '',
        wsHost: host,
        wsPort: port,
        wssPort: port,
        forceTLS: useTLS,
        enabledTransports: ['ws'],
        channelAuthorization: {
          transport: 'ajax',
          endpoint: '',
          customHandler({ socketId, channelName }, callback) {
            const member = channelName.startsWith('presence-') ? { id: userId } : undefined;
            const { auth, channelData, sharedSecret } = real.authorize(socketId, channelName, member);
            callback(null, {
              auth: channelName.includes('forged') ? `${key}:${'0'.repeat(64)}` : auth,
              ...(channelData === undefined ? {} : { channel_data: channelData }),
              ...(sharedSecret === undefined ? {} : { shared_secret: sharedSecret }),
            });
          },
        },
        userAuthentication: {
          transport: 'ajax',
          endpoint: '',
          customHandler({ socketId }, callback) {
            const { auth, userData } = real.authenticateUser(socketId, { id: userId });
            callback(null, { auth, user_data: userData });
          },
        },
      });
      pushers.push(pusher);
      await new Promise<void>((resolve, reject) => {
        pusher.connection.bind('connected', resolve);
        pusher.connection.bind('failed', reject);
      });
      return pusher;
    },
    join: (pusher, name) =>
      new Promise((resolve, reject) => {
        const channel = pusher.subscribe(name);
        channel.bind('pusher:subscription_succeeded', () => resolve(channel));
        channel.bind('pusher:subscription_error', (error: unknown) =>
          reject(new Error(JSON.stringify(error))),
        );
      }),
    webhook: (name, channel) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = webhooks.find((each) => each.name === name && each.channel === channel);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async close() {
      await client.dispose();
      for (const pusher of pushers) pusher.disconnect();
      await server.stop();
      await gateway.dispose();
      http.closeAllConnections();
      http.close();
    },
  };
}
