/**
 * A clock in ms that is the same for all processes of one machine. `performance.now()` counts from the start of each
 * process, but the system's monotonic clock is shared.
 */
const offset = Number(process.hrtime.bigint()) / 1e6 - performance.now();

export function sharedNow(): number {
  return performance.now() + offset;
}
