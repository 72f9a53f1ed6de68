/** Our gateway as one would deploy it; or the peers' algorithm on the same parts. */
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
  /** One execution and one trigger for each subscriber, as the peers do it. */
  readonly peers?: boolean;
}

export interface GatewayCalls extends SubjectCalls {
  /** Registers operations on as many other topics. */
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
  // One viewer stands for all.
  rateLimits: false,
  quotas: false,
  // Nobody else in this comparison looks at a token.
  authenticate: () => ({ id: 'anybody', claims: { sub: 'anybody' } }),
});
// The other registrations are on channels that nobody has joined, so that reconciling would ask Pusher for each of them
// and remove it, beside what is measured.
maintain(gateway, onError, { reconcile: 24 * 60 * 60 * 1_000 });
// Longer than any pause of the benchmark: a client that reuses a connection must not meet its end.
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
