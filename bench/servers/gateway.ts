/** Our gateway as in production, or the peers' algorithm on the same components. */
import { createServer } from 'node:http';
import { createGateway, createPusherTransport, maintain, type Transport } from '../../src/index.ts';
import { startArgument } from '../harness/calls.ts';
import { type ChatMessage, roomId, typeDefs } from './chat.ts';
import { credentials } from './credentials.ts';
import { listen } from './listen.ts';
import { createPeers } from './peers.ts';
import { fillRegistrations } from './registrations.ts';
import { openStore, type StoreChoice } from './store.ts';
import { type Counts, type Subject, type SubjectCalls, serveSubject } from './subject.ts';

export interface GatewayArgument {
  readonly port: number;
  readonly channelsPort: number;
  readonly store: StoreChoice;
  /** Uses the algorithm of the peers: one execution and one trigger per subscriber. */
  readonly peers?: boolean;
}

export interface GatewayCalls extends SubjectCalls {
  /** Registers one operation on each of many other topics. */
  fill(order: { from: number; to: number }): Promise<void>;
}

const argument = startArgument<GatewayArgument>();
const counts = { executions: 0, requests: 0 };
const pusherTransport = createPusherTransport({
  appId: credentials.id,
  key: credentials.key,
  secret: credentials.secret,
  host: '127.0.0.1',
  port: argument.channelsPort,
  useTLS: false,
});
const transport: Transport = {
  ...pusherTransport,
  send(messages) {
    counts.requests++;
    return pusherTransport.send(messages);
  },
};
const store = await openStore(argument.store);
const onError = (error: unknown, where: string): void => console.error(where, error);
const gateway = createGateway({
  typeDefs,
  resolvers: {
    Subscription: {
      messageAdded: {
        resolve(message: ChatMessage) {
          counts.executions++;
          return message;
        },
      },
    },
  },
  store,
  transport,
  onError,
  // All subscribers are the same viewer, which would exceed the limits.
  rateLimits: false,
  quotas: false,
  // The alternatives do not authenticate either.
  authenticate: () => ({ id: 'ada', claims: { sub: 'ada' } }),
});
// The channels of the other registrations have no subscribers. Reconciling would request each of them from Pusher and
// remove its registration during the measurement.
maintain(gateway, onError, { reconcile: 24 * 60 * 60 * 1_000 });
// Longer than any pause of the benchmark, so that clients can reuse connections.
const server = createServer({ keepAliveTimeout: 600_000 }, (request, response) =>
  gateway.handle(request, response),
);
const subject: Subject = argument.peers
  ? createPeers(store, transport, counts)
  : { publish: (message) => gateway.publish('messageAdded', { roomId }, message) };
const more: Pick<GatewayCalls, 'fill'> = { fill: (order) => fillRegistrations(store, order) };
serveSubject(
  { ...subject, counts: (): Counts => ({ ...counts }) },
  { port: await listen(server, argument.port) },
  { ...more },
);
