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

/** The subscription that each library uses in these tests. */
export const said = 'subscription Said($room: ID!) { said(room: $room) { id text } }';

/** A message whose text fails to resolve. */
export const broken = 'broken';

/** The real gateway over HTTP, an embedded Channels server, and clients that have only the URL. */
export interface World {
  readonly url: string;
  /** The token of a user with access to every room except `vault`. */
  readonly token: string;
  readonly stack: Stack;
  /** Creates a client for that user. */
  connect(options?: Partial<ClientOptions>): ConnectedClient;
  publish(room: string, ...texts: string[]): Promise<void>;
  /** The occupied operation channels, according to the Channels server. */
  occupied(): Promise<string[]>;
  /** Completes an operation for all its subscribers. */
  complete(): Promise<void>;
  close(): Promise<void>;
}

export interface ConnectedClient {
  readonly client: Client;
  /** Number of subscriptions granted to the client. */
  readonly granted: number;
  untilGranted(count: number): Promise<void>;
  /** Runs `work` while the client is disconnected. */
  whileAway(work: () => Promise<void>): Promise<void>;
}

/** Retains one result per operation, so that a client that misses two loses one. */
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
      // Runs after the client has read the response.
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
      if (!connection) throw new Error('The client has not connected yet.');
      connection.disconnect();
      await work();
      connection.connect();
    },
  };
}
