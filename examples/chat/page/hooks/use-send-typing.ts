import type { PresenceChannel } from 'pusher-js';
import { useCallback, useRef } from 'react';
import { type TypingNotice, typingEvent, typingRepeatInterval, typingRestartInterval } from '../typing.ts';

/**
 * Returns a function that notifies the other users when typing starts and ends. It may be called at any rate: notices
 * are sent at the intervals {@link typingRepeatInterval} and {@link typingRestartInterval}.
 */
export function useSendTyping(channel: PresenceChannel | undefined): (isTyping: boolean) => void {
  const lastSent = useRef({ isTyping: false, startedAt: Number.NEGATIVE_INFINITY });
  return useCallback(
    (isTyping) => {
      // A notice is only a hint. It is not sent later, after a reconnect.
      if (!channel?.subscribed) return;
      const { current } = lastSent;
      const now = Date.now();
      const interval = current.isTyping ? typingRepeatInterval : typingRestartInterval;
      if (isTyping ? now - current.startedAt < interval : !current.isTyping) return;
      current.isTyping = isTyping;
      if (isTyping) current.startedAt = now;
      channel.trigger(typingEvent, { isTyping } satisfies TypingNotice);
    },
    [channel],
  );
}
