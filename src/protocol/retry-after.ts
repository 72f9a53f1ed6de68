/** Parses a `Retry-After` header: seconds, or a date. Returns the ms to wait, or `undefined` for anything else. */
export function parseRetryAfter(header: string | null | undefined): number | undefined {
  const delay = Number(header) * 1_000 || Date.parse(header ?? '') - Date.now();
  return Number.isFinite(delay) ? Math.max(0, delay) : undefined;
}
