import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateCounters } from '../../core/index.ts';

/** Counts in this process. */
export function createMemoryCounters(): RateCounters {
  return {
    counter(name, { times, seconds }) {
      const limiter = new RateLimiterMemory({ keyPrefix: name, points: times, duration: seconds });
      return async (who, more = 1) => {
        try {
          await limiter.consume(who, more);
          return undefined;
        } catch (refusal) {
          // The library rejects with its answer.
          if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
          throw refusal;
        }
      };
    },
  };
}
