/** Returns the quantile `part` (0 to 1) of sorted values; `undefined` for an empty list. */
export function quantile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
