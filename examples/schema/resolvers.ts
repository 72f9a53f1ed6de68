/** Resolvers for `schema.graphql`: a mutation publishes on two topics. */
import { randomUUID } from 'node:crypto';
import type { GatewayContext } from 'graphql-pusher';

interface NewMessage {
  roomId: string;
  text: string;
}

const ownerOf = (roomId: string): string => `owner-of-${roomId}`;

export const resolvers = {
  // #region publish
  Mutation: {
    async sendMessage(_root: unknown, { roomId, text }: NewMessage, { publish }: GatewayContext) {
      const message = { id: randomUUID(), text };
      await publish('messageAdded', { roomId }, message);
      // If a claim is part of the channel name, pass it under `viewer`.
      await publish('notified', { viewer: { sub: ownerOf(roomId) } }, { text: 'News in your room.' });
      return message;
    },
  },
  // #endregion publish
};
