/** How many dead letters are kept; the oldest make room. Nobody may be looking, and a disk is finite. */
export const maxDeadLetters = 10_000;

/** A duration in whole ms, also where the caller means "for ever". */
export function wholeDuration(milliseconds: number): number {
  return Math.min(Math.trunc(milliseconds), Number.MAX_SAFE_INTEGER);
}

/** The moment `milliseconds` after `at`, as a whole number even when the caller means "for ever". */
export function momentAfter(at: number, milliseconds: number): number {
  return Math.min(Math.trunc(at + milliseconds), Number.MAX_SAFE_INTEGER);
}
