/** A rate limit: `times` per `seconds`. */
export interface Rate {
  readonly times: number;
  /** Length of the window, in seconds. */
  readonly seconds: number;
}

/**
 * Counts `times` more uses for `key`. Resolves with the number of ms after which to retry when the rate is exceeded,
 * and with `undefined` otherwise.
 */
export type CountRate = (key: string, times?: number) => Promise<number | undefined>;

/** The port to rate counters, for one process or for all processes that share a store. */
export interface RateCounters {
  /**
   * Creates a counter with its own name. An outage must not make counting fail: the counter then counts as well as it
   * can.
   */
  counter(name: string, rate: Rate): CountRate;
}
