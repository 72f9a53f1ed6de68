/** The value below which so much (0 to 1) of the sorted values lie; `undefined` when there are none. */
export function quantile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
