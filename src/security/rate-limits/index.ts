/** Rate limits by client address and by viewer. */

export type { TrustedProxy } from './client-address.ts';
export { limitFailedAuthentication } from './limit-failed-authentication.ts';
export { createMemoryCounters } from './memory-counters.ts';
export {
  createRateLimits,
  type Limited,
  type RateLimit,
  type RateLimitOptions,
  type RateLimits,
} from './rate-limits.ts';
