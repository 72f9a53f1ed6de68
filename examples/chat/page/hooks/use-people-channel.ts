import type { PusherInstance } from 'graphql-pusher/client';
import type { PresenceChannel } from 'pusher-js';
import { useEffect, useState } from 'react';
import { peopleChannelOf } from '../../people-channel.ts';

/** Joins the presence channel of a room while the component is mounted. Its members see the user. */
export function usePeopleChannel(
  pusher: PusherInstance | undefined,
  roomId: string,
): PresenceChannel | undefined {
  const [channel, setChannel] = useState<PresenceChannel>();
  useEffect(() => {
    if (!pusher) return;
    const name = peopleChannelOf(roomId);
    // pusher-js returns a presence channel because of the name.
    const joined = pusher.subscribe(name) as PresenceChannel;
    const onRejected = (error: unknown): void =>
      console.warn(`The presence channel of room "${roomId}" was not authorized:`, error);
    joined.bind('pusher:subscription_error', onRejected);
    setChannel(joined);
    return () => {
      setChannel(undefined);
      joined.unbind('pusher:subscription_error', onRejected);
      pusher.unsubscribe(name);
    };
  }, [pusher, roomId]);
  return channel;
}
