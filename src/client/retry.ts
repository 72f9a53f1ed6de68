/** How the client retries a failed POST: network error, timeout, 429, 5xx, or an error code that means one of these. */
export interface Retry {
  /** Maximum retries of a POST before its subscriptions end with the error. Default: 10, about 3 minutes. */
  retryAttempts: number;
  /**
   * Resolves when the client should retry; `retries` counts from 0. If it rejects, the subscriptions end with that
   * error. Default: {@link jitteredBackoff}.
   */
  retryWait: (retries: number) => Promise<void>;
}

const firstPause = 1_000;
const longestPause = 30_000;

/**
 * Waits 1 s, then twice as long each time, at most 30 s; minus up to half, so that clients do not retry all at once.
 */
export function jitteredBackoff(retries: number, random: () => number = Math.random): Promise<void> {
  return pause(Math.min(firstPause * 2 ** retries, longestPause) * (1 - random() / 2));
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Waits for the client's backoff and for the server's `Retry-After`, whichever is longer. */
export async function waitForNextTry(retry: Retry, retries: number, retryAfter = 0): Promise<void> {
  await Promise.all([retry.retryWait(retries), pause(retryAfter)]);
}
