/** A room whose members see each other. */
import type { GatewayRules, Viewer } from 'graphql-pusher';

const mayEnter = (roomId: string, viewer?: Viewer): boolean => viewer !== undefined && roomId !== 'secret';

// #region schema
export const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Subscription { said(roomId: ID!): Message! @channel(name: "room-{roomId}", access: PRESENCE) }
  type Message { text: String! }
`;

export const resolvers = {
  Subscription: {
    said: { authorize: ({ roomId }: { roomId: string }, viewer?: Viewer) => mayEnter(roomId, viewer) },
  },
};
// #endregion schema

// #region rules
export const rules: GatewayRules = {
  // Authorizes queries for the members of a room.
  inspect: (question, viewer) =>
    'channel' in question &&
    question.channel.startsWith('presence-room-') &&
    mayEnter(question.channel.slice('presence-room-'.length), viewer),
};
// #endregion rules
