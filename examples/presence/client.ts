/** Shows the members of a room, with pusher-js on the client's connection. */
import { type Client, createClient, type PusherInstance } from 'graphql-pusher/client';
import type { PresenceChannel } from 'pusher-js';

// #region client
export function connect(gateway: string, token: string): Client {
  const headers = { authorization: `Bearer ${token}` };
  return createClient({
    url: `${gateway}/graphql`,
    headers,
    pusherOptions: {
      // For channels that the page subscribes to with pusher-js.
      channelAuthorization: { endpoint: `${gateway}/pusher/auth`, transport: 'ajax', headers },
    },
  });
}
// #endregion client

// #region people
export function watchPeople(pusher: PusherInstance, roomId: string, show: (ids: string[]) => void): void {
  const room = pusher.subscribe(`presence-room-${roomId}`) as PresenceChannel;
  const update = (): void => show(Object.keys(room.members.members));
  room.bind('pusher:subscription_succeeded', update);
  room.bind('pusher:member_added', update);
  room.bind('pusher:member_removed', update);
}
// #endregion people
