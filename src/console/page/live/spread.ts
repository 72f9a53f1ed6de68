/** Counts per second, by seconds since the Unix epoch. */
export type Bins = Map<number, number>;

/**
 * Distributes a count evenly over the seconds between two times. Frames arrive about once per second, but not at the
 * start of a second. Without this, one second would get two frames and the next second none.
 */
export function spread(bins: Bins, count: number, from: number, to: number): void {
  const length = Math.max(1, to - from);
  for (let second = Math.floor(from / 1_000); second * 1_000 < to; second++) {
    const overlap = Math.min(to, (second + 1) * 1_000) - Math.max(from, second * 1_000);
    bins.set(second, (bins.get(second) ?? 0) + (count * overlap) / length);
  }
}

/** Removes the bins before a second. */
export function forget(bins: Bins, before: number): void {
  for (const second of bins.keys()) if (second < before) bins.delete(second);
}
