/**
 * Milliseconds that all processes of one machine agree on: `performance.now()` counts from each process's own start,
 * and the system's monotonic clock is the same for all.
 */
const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export function sharedNow(): number {
  return performance.now() + offset;
}
