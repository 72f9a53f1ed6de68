/** One gateway for all invocations of a process. It starts nothing: all that it needs is in Redis and at Pusher. */
import { AsyncLocalStorage } from 'node:async_hooks';
import {
  createGateway,
  createJwtAuthentication,
  createPusherTransport,
  type GatewayContext,
} from 'graphql-pusher';
import { createRedisStore } from 'graphql-pusher/redis';

/** Keeps the invocation alive until the work is done: `after` of Next.js, `context.waitUntil` elsewhere. */
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
      // Awaited: once the answer is out, the process may be frozen.
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
  // The platform names the client's address in it, for rate limits.
  trustedProxy: { header: 'x-forwarded-for' },
  waitUntil: (work) => invocation.getStore()?.(work),
});

/** Answers one request. */
export function answer(request: Request, waitUntil: WaitUntil): Promise<Response> {
  return invocation.run(waitUntil, () => gateway.fetch(request));
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}
