/** One gateway for all invocations of a process. It has no background work: its state is in Redis and Pusher. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  createGateway,
  createJwtAuthentication,
  createPusherTransport,
  type GatewayContext,
} from 'graphql-pusher';
import { createRedisStore } from 'graphql-pusher/redis';

/** Keeps the invocation alive until the promise settles: `after` of Next.js, `context.waitUntil` elsewhere. */
export type WaitUntil = (work: Promise<unknown>) => void;

const invocation = new AsyncLocalStorage<WaitUntil>();

const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Mutation { say(roomId: ID!, text: String!): Message! }
  type Subscription { said(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { text: String! }
`;

const resolvers = {
  Query: { hello: () => 'Hello!' },
  Mutation: {
    async say(_root: unknown, { roomId, text }: { roomId: string; text: string }, context: GatewayContext) {
      // Await this: after the response, the platform may freeze the process.
      await context.publish('said', { roomId }, { text });
      return { text };
    },
  },
};

export const gateway = createGateway({
  typeDefs,
  resolvers,
  store: createRedisStore(setting('REDIS_URL')),
  transport: createPusherTransport({
    appId: setting('PUSHER_APP_ID'),
    key: setting('PUSHER_APP_KEY'),
    secret: setting('PUSHER_APP_SECRET'),
    cluster: process.env.PUSHER_CLUSTER,
    host: process.env.PUSHER_HOST,
    port: process.env.PUSHER_PORT ? Number(process.env.PUSHER_PORT) : undefined,
    useTLS: process.env.PUSHER_USE_TLS !== 'false',
  }),
  authenticate: createJwtAuthentication({ secret: setting('JWT_SECRET') }),
  // The header in which the platform passes the client's address, for rate limits.
  trustedProxy: { header: 'x-forwarded-for' },
  waitUntil: (work) => invocation.getStore()?.(work),
});

/** Handles one request. */
export function handleRequest(request: Request, waitUntil: WaitUntil): Promise<Response> {
  return invocation.run(waitUntil, () => gateway.fetch(request));
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Set it in the environment.`);
  return value;
}
