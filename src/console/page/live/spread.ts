/** Counts in bins of one second, by the second since 1970. */
export type Bins = Map<number, number>;

/**
 * Adds what was counted between two moments to the seconds that it lies in, evenly. Frames come about once a second
 * and never on the second, so one second would else have two of them, and the next one none.
 */
export function spread(bins: Bins, count: number, from: number, to: number): void {
  const length = Math.max(1, to - from);
  for (let second = Math.floor(from / 1_000); second * 1_000 < to; second++) {
    const overlap = Math.min(to, (second + 1) * 1_000) - Math.max(from, second * 1_000);
    bins.set(second, (bins.get(second) ?? 0) + (count * overlap) / length);
  }
}

/** Drops the bins before a second. */
export function forget(bins: Bins, before: number): void {
  for (const second of bins.keys()) if (second < before) bins.delete(second);
}
