import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLError } from 'graphql';
import {
  type Client,
  type ClientOptions,
  createClient,
  type PusherInstance,
} from '../../../src/client/index.ts';
import { type Stack, startStack, tokenFor } from '../../support/stack.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Message { id: ID! text: String }
  type Subscription { said(room: ID!): Message @channel(name: "room-{room}") }
`;

/** What every library of these tests subscribes to. */
export const said = 'subscription Said($room: ID!) { said(room: $room) { id text } }';

/** Its text cannot be resolved. */
export const broken = 'broken';

/** The real gateway behind HTTP, an embedded Channels server, and clients that know nothing but the URL. */
export interface World {
  readonly url: string;
  /** Of a user who may enter every room but `vault`. */
  readonly token: string;
  readonly stack: Stack;
  /** For that user. */
  connect(options?: Partial<ClientOptions>): ConnectedClient;
  publish(room: string, ...texts: string[]): Promise<void>;
  /** The operation channels that somebody is on, as the Channels server says. */
  occupied(): Promise<string[]>;
  /** Sends what ends an operation for all who are on it. */
  complete(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectedClient {
  readonly client: Client;
  /** How many subscriptions it has been granted. */
  readonly granted: number;
  untilGranted(count: number): Promise<void>;
  /** Runs `work` while the client has no connection. */
  whileAway(work: () => Promise<void>): Promise<void>;
}

/** One result is kept for those who come back, so that missing two is too many. */
export async function startWorld(): Promise<World> {
  const stack = await startStack({
    typeDefs,
    resolvers: {
      Message: {
        text: ({ text }: { text: string }) => {
          if (text === broken) throw new GraphQLError('It is broken.', { extensions: { code: 'BROKEN' } });
          return text;
        },
      },
      Subscription: {
        said: {
          authorize: ({ room }: { room: string }) => room !== 'vault',
          resolve: (event: unknown) => event,
        },
      },
    },
    retention: { results: 1, milliseconds: 60_000 },
  });
  const server = createServer((request, response) => stack.gateway.handle(request, response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const token = await tokenFor('ada');
  const headers = { authorization: `Bearer ${token}` };
  const clients: Client[] = [];
  let id = 0;

  const world: World = {
    url,
    token,
    stack,
    connect: (options) => {
      const connected = connect({ url, headers, ...options });
      clients.push(connected.client);
      return connected;
    },
    publish: async (room, ...texts) => {
      for (const text of texts) await stack.gateway.publish('said', { room }, { id: String(++id), text });
    },
    occupied: async () => [...(await stack.transport.channels('private-cache-gql-')).keys()],
    complete: async () => {
      const channels = await world.occupied();
      await stack.transport.send(channels.map((channel) => ({ channel, event: 'complete', json: '{}' })));
    },
    close: async () => {
      for (const client of clients) client.dispose();
      server.close();
      server.closeAllConnections();
      await stack.close();
    },
  };
  return world;
}

function connect(options: ClientOptions): ConnectedClient {
  let granted = 0;
  let pusher: PusherInstance | undefined;
  const waiting = new Set<() => void>();
  const client = createClient({
    ...options,
    on: {
      connected: (connected) => {
        pusher = connected;
      },
    },
    fetch: async (...request) => {
      const response = await fetch(...request);
      granted += (await response.clone().text()).split('"auth":').length - 1;
      // After the client itself has read the answer.
      setTimeout(() => {
        for (const check of [...waiting]) check();
      });
      return response;
    },
  });
  return {
    client,
    get granted() {
      return granted;
    },
    untilGranted: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (granted < count) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    whileAway: async (work) => {
      const connection = pusher;
      if (!connection) throw new Error('There has been no connection yet.');
      connection.disconnect();
      await work();
      connection.connect();
    },
  };
}
