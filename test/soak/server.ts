/** Gateway, Channels server and store in one process, as on one machine. Started by `main.ts`, with `--expose-gc`. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GraphQLScalarType } from 'graphql';
import { createChannelsServer } from '../../src/channels/index.ts';
import { createGateway, createPusherTransport, type GatewayContext, maintain } from '../../src/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';
import { type Answer, app, executionTimeout, type Question } from './protocol.ts';

const typeDefs = /* GraphQL */ `
  type Query { hello: String }
  type Mutation { say(roomId: ID!, text: String!): Boolean }
  type Subscription { said(roomId: ID!, of: ID): Said! @channel(name: "room-{roomId}") }
  scalar Any
  type Said { roomId: ID! text: String! hangs: String unserializable: Any }
`;
const resolvers = {
  Any: new GraphQLScalarType({ name: 'Any', serialize: (value) => value }),
  Said: { hangs: () => new Promise(() => undefined), unserializable: () => 1n },
  Mutation: {
    async say(_root: unknown, event: { roomId: string; text: string }, { publish }: GatewayContext) {
      await publish('said', { roomId: event.roomId }, event);
      return true;
    },
  },
};

let errors = 0;
const onError = (error: unknown, where: string): void => {
  // What hostile viewers select leads to these.
  if (/was not executed within|cannot be written as JSON/.test((error as Error).message)) return;
  errors++;
  console.error(`${where}:`, error);
};
const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
const channels = createChannelsServer({
  apps: [{ ...app, webhooks: [{ url: `http://127.0.0.1:${port}/pusher/webhook` }] }],
  onError: (error) => onError(error, 'a webhook'),
});
const listening = await channels.listen({ port: 0 });
const store = createSqliteStore(':memory:');
const gateway = createGateway({
  typeDefs,
  resolvers,
  store,
  transport: createPusherTransport({
    ...{ appId: app.id, key: app.key, secret: app.secret },
    ...{ host: '127.0.0.1', port: listening.port, useTLS: false },
  }),
  authenticate: (request) => {
    const id = request.headers.get('x-viewer') ?? 'nobody';
    return { id, claims: { sub: id } };
  },
  onError,
  // So short that all of it comes and goes many times within the soak.
  lifetimes: { linger: 5_000 },
  executionTimeout,
  // Hostile viewers and honest ones come from one address.
  rateLimits: false,
  quotas: false,
  retention: { results: 200, milliseconds: 30_000 },
});
server.on('request', gateway.handle);
const stopMaintaining = maintain(gateway, onError, { sweep: 1_000, reconcile: 10_000 });

const send = (answer: Answer): void => void process.send?.(answer);

async function usage(): Promise<Answer> {
  globalThis.gc?.();
  const { heapUsed: heap, rss: resident } = process.memoryUsage();
  const channelsOfAll = new Set<string>();
  for await (const { channel } of store.registrations.all()) channelsOfAll.add(channel);
  const { connections, channels: occupied } = channels.stats();
  return {
    usage: { heap, resident, registrations: channelsOfAll.size, connections, channels: occupied, errors },
  };
}

async function stop(): Promise<Answer> {
  const closed = new Promise((resolve) => server.close(resolve));
  await stopMaintaining();
  await channels.close();
  server.closeAllConnections();
  await closed;
  await gateway.dispose();
  // A turn for what was closed to go.
  await new Promise((resolve) => setImmediate(resolve));
  // The pipes are those of this process: output, and the one for these answers.
  const ours = /^(PipeWrap|TTYWrap|Immediate)$/;
  return { leftovers: { resources: process.getActiveResourcesInfo().filter((each) => !ours.test(each)) } };
}

process.on('message', (question: Question) => {
  const answer =
    question === 'stop' ? stop() : question === 'sweep' ? gateway.reconcile().then(usage) : usage();
  answer.then(send).catch((error: unknown) => onError(error, question));
});
send({ addresses: { gateway: port, channels: listening.port } });
