/** When a failed POST is tried again: no network, a timeout, 429 and 5xx, or an error code that stands for one of these. */
export interface Retry {
  /** How often a POST is tried again until its subscriptions get the error. Default 10, about 3 minutes. */
  retryAttempts: number;
  /** Resolves when it is time for the next try; `retries` counts from 0. Its rejection ends the subscriptions. Default: {@link jitteredBackoff}. */
  retryWait: (retries: number) => Promise<void>;
}

const firstPause = 1_000;
const longestPause = 30_000;

/** A second, then twice as long each time up to 30 s, less up to half: clients must not all come back at once. */
export function jitteredBackoff(retries: number, random: () => number = Math.random): Promise<void> {
  return pause(Math.min(firstPause * 2 ** retries, longestPause) * (1 - random() / 2));
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

/** Waits as long as we think right, and as long as the server asked. */
export async function waitForNextTry(retry: Retry, retries: number, retryAfter = 0): Promise<void> {
  await Promise.all([retry.retryWait(retries), pause(retryAfter)]);
}
