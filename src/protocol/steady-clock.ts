/**
 * A clock for durations, in ms from an arbitrary start. It never goes backward: while the system's clock is set back, no
 * time passes here, so timeouts and rates do not wait for the lost hour. `now` is a clock that a test injects.
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
