import type { GatewayContext } from 'graphql-pusher';
import { serve } from 'graphql-pusher/serve';

const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Mutation { say(roomId: ID!, text: String!): Message! }
  type Subscription { said(roomId: ID!): Message! @channel(name: "room-{roomId}", access: PUBLIC) }
  type Message { text: String! }
`;

const resolvers = {
  Query: { hello: () => 'Hello!' },
  Mutation: {
    async say(_root: unknown, { roomId, text }: { roomId: string; text: string }, context: GatewayContext) {
      await context.publish('said', { roomId }, { text });
      return { text };
    },
  },
};

const { url } = await serve({ typeDefs, resolvers });
console.log(`GraphiQL: ${url}/graphql`);
