import type { PresenceChannel } from 'pusher-js';
import { useEffect, useState } from 'react';
import { saysTyping, typingEvent, typingLasts } from '../typing.ts';

/** Ids of the users who are typing, in the order in which they began. */
export function useTyping(channel: PresenceChannel | undefined): readonly string[] {
  const [typing, setTyping] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!channel) return;
    /** What ends it for those who say nothing more, by user. */
    const ends = new Map<string, ReturnType<typeof setTimeout>>();

    function end(userId: string): void {
      clearTimeout(ends.get(userId));
      if (ends.delete(userId)) setTyping([...ends.keys()]);
    }

    function hear(notice: unknown, { user_id: userId }: { user_id?: string }): void {
      if (userId === undefined) return;
      if (!saysTyping(notice)) {
        end(userId);
        return;
      }
      clearTimeout(ends.get(userId));
      ends.set(
        userId,
        setTimeout(() => end(userId), typingLasts),
      );
      setTyping([...ends.keys()]);
    }

    const leave = ({ id }: { id: string }): void => end(id);
    channel.bind(typingEvent, hear);
    channel.bind('pusher:member_removed', leave);
    return () => {
      channel.unbind(typingEvent, hear);
      channel.unbind('pusher:member_removed', leave);
      for (const timer of ends.values()) clearTimeout(timer);
      setTyping([]);
    };
  }, [channel]);
  return typing;
}
