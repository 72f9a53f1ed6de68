/** Typing notices. Browsers send them to each other over Pusher, without the gateway. */

/** A client event. Pusher delivers it to the other members of the presence channel, with the id of its sender. */
export const typingEvent = 'client-typing';

export interface TypingNotice {
  readonly isTyping: boolean;
}

/** Interval between notices while a user is typing, in ms. */
export const typingRepeatInterval = 2_000;

/**
 * Minimum interval between two starts with an end between them, in ms. At most four notices per second are sent;
 * Pusher allows ten client events per second.
 */
export const typingRestartInterval = 500;

/** A user counts as typing for this long after a notice, in ms. Longer than the interval, because a notice can be late. */
export const typingTimeout = 5_000;

/** Returns whether a notice says that its sender is typing. Clients can send any value, so it is checked here. */
export function isTypingNotice(notice: unknown): boolean {
  return (notice as Partial<TypingNotice> | null | undefined)?.isTyping === true;
}

/** Returns `Bob and Cleo are typing…`, or an empty string without names. */
export function typingWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length > 3) return 'Several people are typing…';
  return `${listFormat.format(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

/** English, like the sentence that contains the list. */
const listFormat = new Intl.ListFormat('en');
