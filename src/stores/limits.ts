/**
 * Maximum number of stored dead letters. The store drops the oldest first, so unread dead letters cannot fill the disk.
 */
export const maxDeadLetters = 10_000;

/** Truncates a duration to whole ms. `Infinity` becomes the largest safe integer. */
export function wholeDuration(milliseconds: number): number {
  return Math.min(Math.trunc(milliseconds), Number.MAX_SAFE_INTEGER);
}

/** Returns the time `milliseconds` after `at` as a whole number. `Infinity` becomes the largest safe integer. */
export function momentAfter(at: number, milliseconds: number): number {
  return Math.min(Math.trunc(at + milliseconds), Number.MAX_SAFE_INTEGER);
}
