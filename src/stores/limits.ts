/** How many dead letters are kept; the oldest make room. Nobody may be looking, and a disk is finite. */
export const maxDeadLetters = 10_000;

/** The moment `milliseconds` after `at`, as a whole number even when the caller means "for ever". */
export function momentAfter(at: number, milliseconds: number): number {
  return Math.min(Math.trunc(at + milliseconds), Number.MAX_SAFE_INTEGER);
}
