/** Parses a `Retry-After` header: seconds, or a date. Returns ms from `now`, or `undefined` for anything else. */
export function parseRetryAfter(header: string | null | undefined, now: number): number | undefined {
  if (header === undefined || header === null) return undefined;
  if (/^\d+(\.\d+)?$/.test(header.trim())) return Number(header) * 1_000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
