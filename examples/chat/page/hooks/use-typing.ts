import type { PresenceChannel } from 'pusher-js';
import { useEffect, useState } from 'react';
import { isTypingNotice, typingEvent, typingTimeout } from '../typing.ts';

/** Returns the ids of the users who are typing, in the order in which they started. */
export function useTyping(channel: PresenceChannel | undefined): readonly string[] {
  const [typing, setTyping] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!channel) return;
    /** By user id, the timers that end a notice without a further one. */
    const timers = new Map<string, ReturnType<typeof setTimeout>>();

    function end(userId: string): void {
      clearTimeout(timers.get(userId));
      if (timers.delete(userId)) setTyping([...timers.keys()]);
    }

    function onNotice(notice: unknown, { user_id: userId }: { user_id?: string }): void {
      if (userId === undefined) return;
      if (!isTypingNotice(notice)) {
        end(userId);
        return;
      }
      clearTimeout(timers.get(userId));
      timers.set(
        userId,
        setTimeout(() => end(userId), typingTimeout),
      );
      setTyping([...timers.keys()]);
    }

    const onLeave = ({ id }: { id: string }): void => end(id);
    channel.bind(typingEvent, onNotice);
    channel.bind('pusher:member_removed', onLeave);
    return () => {
      channel.unbind(typingEvent, onNotice);
      channel.unbind('pusher:member_removed', onLeave);
      for (const timer of timers.values()) clearTimeout(timer);
      setTyping([]);
    };
  }, [channel]);
  return typing;
}
