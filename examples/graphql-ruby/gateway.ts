/** A gateway for pages that use `PusherLink` or the Relay handler of graphql-ruby-client. */
import type { GatewayContext, GatewayOptions, Viewer } from 'graphql-pusher';

// #region gateway
const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Mutation { addMessage(roomId: ID!, text: String!): Message! }
  type Subscription { messageWasAdded(roomId: ID!): Message! @channel(name: "room-{roomId}") }
  type Message { text: String! }
`;

const resolvers = {
  Mutation: {
    async addMessage(
      _root: unknown,
      { roomId, text }: { roomId: string; text: string },
      context: GatewayContext,
    ) {
      const message = { text };
      // MySchema.subscriptions.trigger(:message_was_added, { room_id: }, message)
      await context.publish('messageWasAdded', { roomId }, message);
      return message;
    },
  },
  Subscription: {
    messageWasAdded: {
      // authorized? and subscribe
      authorize: ({ roomId }: { roomId: string }, viewer?: Viewer) =>
        viewer !== undefined && roomId !== 'secret',
    },
  },
};

export const options = {
  typeDefs,
  resolvers,
  dialect: 'graphql-ruby',
} satisfies Partial<GatewayOptions>;
// #endregion gateway
