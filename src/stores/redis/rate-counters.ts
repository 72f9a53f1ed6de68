import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateCounters } from '../../core/index.ts';
import type { RedisClient } from './connection.ts';

/**
 * Counts in Redis for all processes that share it. During an outage of Redis, each process counts in its own memory.
 */
export function createRateCounters(client: RedisClient, prefix: string): RateCounters {
  return {
    counter(name, { times, seconds }) {
      const bounds = { keyPrefix: `${prefix}:rate:${name}`, points: times, duration: seconds };
      const limiter = new RateLimiterRedis({
        ...bounds,
        storeClient: client,
        rejectIfRedisNotReady: true,
        insuranceLimiter: new RateLimiterMemory(bounds),
      });
      return async (who, more = 1) => {
        try {
          await limiter.consume(who, more);
          return undefined;
        } catch (rejection) {
          // The library rejects with the result when the limit is exceeded.
          if (rejection instanceof RateLimiterRes) return rejection.msBeforeNext;
          throw rejection;
        }
      };
    },
  };
}
