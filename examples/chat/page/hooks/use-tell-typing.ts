import type { PresenceChannel } from 'pusher-js';
import { useCallback, useRef } from 'react';
import { type TypingNotice, typingEvent, typingRepeats, typingRestarts } from '../typing.ts';

/**
 * Tells the others that one is typing, or not any more. To be called as often as one likes: the others hear it no
 * more often than {@link typingRepeats} and {@link typingRestarts} say.
 */
export function useTellTyping(channel: PresenceChannel | undefined): (isTyping: boolean) => void {
  const told = useRef({ isTyping: false, beganAt: Number.NEGATIVE_INFINITY });
  return useCallback(
    (isTyping) => {
      // A hint: it is not worth keeping for when the connection is there again.
      if (!channel?.subscribed) return;
      const { current } = told;
      const now = Date.now();
      const pause = current.isTyping ? typingRepeats : typingRestarts;
      if (isTyping ? now - current.beganAt < pause : !current.isTyping) return;
      current.isTyping = isTyping;
      if (isTyping) current.beganAt = now;
      channel.trigger(typingEvent, { isTyping } satisfies TypingNotice);
    },
    [channel],
  );
}
