/** Protection of the HTTP endpoint: document limits, CORS, CSRF and rate limits. */

export { createParserCache, type OperationLimits } from './documents/index.ts';
export { createHardening, type Hardening, type HardeningOptions } from './hardening.ts';
export {
  type Limited,
  limitFailedAuthentication,
  type RateLimit,
  type RateLimitOptions,
  type RateLimits,
  type TrustedProxy,
} from './rate-limits/index.ts';
export {
  type Cors,
  type CorsOptions,
  countJsonValues,
  isHostHeader,
  readBody,
  requestIdHeader,
} from './requests/index.ts';
