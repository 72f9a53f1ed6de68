import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RateCounters } from '../../core/index.ts';
import type { RedisClient } from './connection.ts';

/** Counts in Redis, for all processes that share it. While it is away, each process counts by itself. */
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
        } catch (refusal) {
          // The library rejects with its answer.
          if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
          throw refusal;
        }
      };
    },
  };
}
