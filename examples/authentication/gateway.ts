/** Authorizes subscriptions, filters events, and revokes the access of a user. */
import type { Gateway, GatewayContext, SharedViewer, Viewer } from 'graphql-pusher';

interface Room {
  roomId: string;
}

interface Message {
  text: string;
  isDraft?: boolean;
}

/** The members of each room. */
const members = new Map([['dogs', new Set(['ada', 'bob'])]]);
const mayEnter = (roomId: string, userId: string | undefined): boolean =>
  userId !== undefined && members.get(roomId)?.has(userId) === true;

export const typeDefs = /* GraphQL */ `
  type Query { hello: String! }
  type Mutation { say(roomId: ID!, text: String!, isDraft: Boolean): Boolean! }
  type Subscription {
    said(roomId: ID!): Message! @channel(name: "room-{roomId}")
    spoken(roomId: ID!): Message! @channel(name: "speech-{roomId}", per: ["role"])
  }
  type Message { text: String! }
`;

export const resolvers = {
  Mutation: {
    async say(_root: unknown, { roomId, ...message }: Room & Message, { publish, viewer }: GatewayContext) {
      // The mutation must authorize its caller itself: `authorize` is called for subscriptions only.
      if (!mayEnter(roomId, viewer?.id)) return false;
      await publish('said', { roomId }, message);
      await publish('spoken', { roomId }, message);
      return true;
    },
  },
  Subscription: {
    // #region said
    said: {
      authorize: ({ roomId }: Room, viewer?: Viewer) => mayEnter(roomId, viewer?.id), // else FORBIDDEN
      filter: (message: Message) => !message.isDraft, // which events are delivered
      resolve: (message: Message) => message, // the field's value
    },
    // #endregion said
    // #region spoken
    spoken: {
      authorize: ({ roomId }: Room, viewer?: Viewer) => mayEnter(roomId, viewer?.id),
      // The viewer has only the claim `role`, so that all editors share one execution.
      filter: (message: Message, _room: Room, viewer: SharedViewer) =>
        !message.isDraft || viewer.claims.role === 'editor',
    },
    // #endregion spoken
  },
};

// #region revoke
/** Removes a user from a room, and ends their subscriptions at once. */
export async function throwOut(gateway: Pick<Gateway, 'revoke'>, roomId: string, userId: string) {
  members.get(roomId)?.delete(userId);
  // All subscribers of the topic are authorized again. Allowed subscribers continue without a gap.
  await gateway.revoke('said', { roomId });
}
// #endregion revoke
