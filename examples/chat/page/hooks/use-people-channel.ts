import type { PusherInstance } from 'graphql-pusher/client';
import type { PresenceChannel } from 'pusher-js';
import { useEffect, useState } from 'react';
import { peopleChannelOf } from '../../people-channel.ts';

/** Is on the presence channel of a room, where the others see us, for as long as the component is there. */
export function usePeopleChannel(
  pusher: PusherInstance | undefined,
  roomId: string,
): PresenceChannel | undefined {
  const [channel, setChannel] = useState<PresenceChannel>();
  useEffect(() => {
    if (!pusher) return;
    const name = peopleChannelOf(roomId);
    // pusher-js makes it one by its name.
    const joined = pusher.subscribe(name) as PresenceChannel;
    const refused = (refusal: unknown): void => console.warn(`Nobody to be seen in ${roomId}:`, refusal);
    joined.bind('pusher:subscription_error', refused);
    setChannel(joined);
    return () => {
      setChannel(undefined);
      joined.unbind('pusher:subscription_error', refused);
      pusher.unsubscribe(name);
    };
  }, [pusher, roomId]);
  return channel;
}
