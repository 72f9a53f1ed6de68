/** Resolvers for `schema.graphql`: a mutation tells two topics of what it did. */
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
      // A claim that the channel's name holds is told under `viewer`.
      await publish('notified', { viewer: { sub: ownerOf(roomId) } }, { text: 'News in your room.' });
      return message;
    },
  },
  // #endregion publish
};
