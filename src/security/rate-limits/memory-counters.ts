import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateCounters } from '../../core/index.ts';

/** Counters in the memory of this process. */
export function createMemoryCounters(): RateCounters {
  return {
    counter(name, { times, seconds }) {
      const limiter = new RateLimiterMemory({ keyPrefix: name, points: times, duration: seconds });
      return async (key, count = 1) => {
        try {
          await limiter.consume(key, count);
          return undefined;
        } catch (rejection) {
          // The library rejects with a result if the limit is exceeded.
          if (rejection instanceof RateLimiterRes) return rejection.msBeforeNext;
          throw rejection;
        }
      };
    },
  };
}
