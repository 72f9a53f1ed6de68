/** Who is in a room, by pusher-js itself on the connection that the client has anyway. */
import { type Client, createClient, type PusherInstance } from 'graphql-pusher/client';
import type { PresenceChannel } from 'pusher-js';

// #region client
export function connect(gateway: string, token: string): Client {
  const headers = { authorization: `Bearer ${token}` };
  return createClient({
    url: `${gateway}/graphql`,
    headers,
    pusherOptions: {
      // For the channels that pusher-js joins itself.
      channelAuthorization: { endpoint: `${gateway}/pusher/auth`, transport: 'ajax', headers },
    },
  });
}
// #endregion client

// #region people
export function watchPeople(pusher: PusherInstance, roomId: string, show: (ids: string[]) => void): void {
  const room = pusher.subscribe(`presence-room-${roomId}`) as PresenceChannel;
  const tell = (): void => show(Object.keys(room.members.members));
  room.bind('pusher:subscription_succeeded', tell);
  room.bind('pusher:member_added', tell);
  room.bind('pusher:member_removed', tell);
}
// #endregion people
