/** How the pages of a room tell each other who is typing: from browser to browser, past the server. */

/** A client event: Pusher passes it to the others on the presence channel, and says whose it is. */
export const typingEvent = 'client-typing';

export interface TypingNotice {
  readonly isTyping: boolean;
}

/** Milliseconds from one notice to the next of somebody who goes on. */
export const typingRepeats = 2_000;

/**
 * Milliseconds from one beginning to the next of somebody who has ended in between. So there are four notices a second
 * at most, and Pusher takes ten client events.
 */
export const typingRestarts = 500;

/** Milliseconds. Longer than the pause between two notices, since one may be late; they may stop without a word. */
export const typingLasts = 5_000;

/** What a client sends is whatever it likes. */
export function saysTyping(notice: unknown): boolean {
  return (notice as Partial<TypingNotice> | null | undefined)?.isTyping === true;
}

/** `Bob and Cleo are typing…`; nothing when nobody is. */
export function typingWords(names: readonly string[]): string {
  if (names.length === 0) return '';
  if (names.length > 3) return 'Several people are typing…';
  return `${listFormat.format(names)} ${names.length === 1 ? 'is' : 'are'} typing…`;
}

/** In the language of the sentence around it. */
const listFormat = new Intl.ListFormat('en');
