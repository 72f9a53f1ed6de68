/** How often something may be done. */
export interface Rate {
  readonly times: number;
  /** Within how many seconds. */
  readonly seconds: number;
}

/**
 * Counts that something was done `times` more often. Answers in how many ms to come back when that is too often, and
 * else nothing.
 */
export type CountRate = (who: string, times?: number) => Promise<number | undefined>;

/** The port to what counts requests, in one process or for all that share it. */
export interface RateCounters {
  /** A counter under a name of its own. Counting must not fail for an outage, but go on as well as it can. */
  counter(name: string, rate: Rate): CountRate;
}
