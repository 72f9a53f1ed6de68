/**
 * Creates a monotonic clock for durations, in ms from an arbitrary start. When the system clock is set back, this clock
 * stands still, so timeouts and rate limits are not extended. Tests inject `now`.
 */
export function steadyClock(now: () => number = Date.now): () => number {
  if (now === Date.now) return () => performance.now();
  let last: number | undefined;
  let elapsed = 0;
  return () => {
    const current = now();
    elapsed += Math.max(0, current - (last ?? current));
    last = current;
    return elapsed;
  };
}
