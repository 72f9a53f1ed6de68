/** One of the gateway processes. Its settings are in `CHAOS_GATEWAY`; says where it listens when it does. */
import './set-clock.ts';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { GraphQLScalarType } from 'graphql';
import { Cluster } from 'ioredis';
import { createGateway, createPusherTransport, maintain, type PusherOptions } from '../../src/index.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { fieldOf, textOf } from './said.ts';

/** `CHAOS_GATEWAY`, as JSON. */
export interface GatewaySettings {
  readonly store:
    | { readonly redis: string }
    | { readonly sqlite: string }
    | { readonly cluster: readonly { readonly host: string; readonly port: number }[] };
  readonly pusher: PusherOptions;
  /** How far its clock is ahead, in ms. */
  readonly clockOffset: number;
  readonly maxSubscriptionAge?: number | undefined;
}

const typeDefs = /* GraphQL */ `
  type Query { alive: Boolean }
  type Mutation {
    say(room: ID!, publisher: ID!, number: Int!, length: Int!): String!
    endGeneration(room: ID!): Boolean
  }
  type Subscription {
    said(room: ID!): Said! @channel(name: "room-{room}")
    whispered(room: ID!): Said! @channel(name: "secret-{room}", access: ENCRYPTED)
  }
  scalar Any
  type Said {
    publisher: ID!
    number: Int!
    text: String!
    "What hostile viewers select."
    hangs: String
    waits: Int
    unserializable: Any
    circular: Any
  }
`;
/** Of executions, in ms. */
const executionTimeout = 500;
const circular: { self?: unknown } = {};
circular.self = circular;
/** What those selections lead to, in each of their results. */
const isOfHostileViewers = (message: string): boolean =>
  /was not executed within|cannot be written as JSON|more than the \d+ that a result/.test(message);

interface SayArguments {
  room: string;
  publisher: string;
  number: number;
  length: number;
}

const { store, pusher, maxSubscriptionAge } = JSON.parse(
  process.env.CHAOS_GATEWAY ?? '{}',
) as GatewaySettings;
const onError = (error: unknown, where: string): void => {
  const { message, cause } = error as Error;
  if (isOfHostileViewers(message)) return;
  console.error(`${where}: ${message}${cause === undefined ? '' : ` Cause: ${cause}`}`);
};
function openStore() {
  if ('sqlite' in store) return createSqliteStore(store.sqlite);
  if ('redis' in store) return createRedisStore(store.redis);
  return createRedisStore(new Cluster([...store.cluster], { enableAutoPipelining: true }));
}
/** Revocations by the mutation that are under way. */
let revocations = 0;
const gateway = createGateway({
  typeDefs,
  resolvers: {
    Any: new GraphQLScalarType({ name: 'Any', serialize: (value) => value }),
    Said: {
      hangs: () => new Promise(() => undefined),
      waits: () => pause(executionTimeout * Math.random() * 2, 1),
      unserializable: () => 1n,
      circular: () => circular,
    },
    Mutation: {
      say: async (
        _root: unknown,
        { room, publisher, number, length }: SayArguments,
        context: { publish: typeof gateway.publish },
      ): Promise<string> => {
        const event = { publisher, number, text: textOf(publisher, number, length) };
        return (await context.publish(fieldOf(room), { room }, event)).status;
      },
      // Nobody is refused afterwards, so nobody may miss anything.
      endGeneration: async (_root: unknown, { room }: { room: string }): Promise<boolean> => {
        revocations++;
        await gateway.revoke(fieldOf(room), { room }).finally(() => revocations--);
        return true;
      },
    },
  },
  store: openStore(),
  transport: createPusherTransport(pusher),
  authenticate: () => ({ id: 'anyone', claims: {} }),
  // One viewer stands for all.
  rateLimits: false,
  quotas: false,
  executionTimeout,
  ...(maxSubscriptionAge === undefined ? {} : { maxSubscriptionAge }),
  observe: {
    registrationsEnded: ({ cause }) => {
      if (cause === 'revoked' && revocations === 0) console.log('counted: topics aged');
    },
  },
  onError,
  // Short, so that a lease is lost and taken over often; the other lifetimes are the defaults.
  lifetimes: { lease: 3_000, publishTimeout: 2_000 },
});
maintain(gateway, onError, { sweep: 1_000, reconcile: 5_000 });
const server = createServer((request, response) => gateway.handle(request, response));
server.listen(0, '127.0.0.1', () => {
  console.log(`Gateway listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
