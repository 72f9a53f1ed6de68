import type { GatewayContext, Viewer } from 'graphql-pusher';

/** A small schema for the test examples. */
export const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Mutation { say(roomId: ID!, text: String!): Message! }
  type Subscription { said(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { text: String!, author: ID! }
`;

interface Say {
  roomId: string;
  text: string;
}

export const resolvers = {
  Query: { hello: () => 'Hello!' },
  Mutation: {
    async say(_root: unknown, { roomId, text }: Say, { viewer, publish }: GatewayContext) {
      const message = { text, author: viewer?.id };
      await publish('said', { roomId }, message);
      return message;
    },
  },
  Subscription: {
    said: {
      authorize: ({ roomId }: Say, viewer: Viewer) => roomId !== 'secret' || viewer.claims.role === 'admin',
    },
  },
};
