import type { GatewayRules } from 'graphql-pusher';
import { mayEnter } from './membership.ts';
import { roomIdOf } from './people-channel.ts';
import type { ChatStore } from './store.ts';

/** What the chat allows beside its subscriptions: whoever may enter a room may see who is there, and be seen. */
export function createChatRules(store: ChatStore): GatewayRules {
  return {
    channel: (channel, viewer) => {
      const roomId = roomIdOf(channel);
      return roomId !== undefined && store.room(roomId) !== undefined && mayEnter(roomId, viewer.id);
    },
  };
}
