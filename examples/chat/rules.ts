import type { GatewayRules } from 'graphql-pusher';
import { mayEnter } from './membership.ts';
import { roomIdOf } from './people-channel.ts';
import type { ChatStore } from './store.ts';

/** Authorizes the presence channel of a room: only users with access to the room may join. */
export function createChatRules(store: ChatStore): GatewayRules {
  return {
    channel: (channel, viewer) => {
      const roomId = roomIdOf(channel);
      return roomId !== undefined && store.room(roomId) !== undefined && mayEnter(roomId, viewer.id);
    },
  };
}
