import type { SubscriptionError } from './subscription-error.ts';

/**
 * - `skipped`: `skip` is `true`.
 * - `connecting`: the server has not granted the subscription yet.
 * - `live`: the subscription receives every event published from now on. A query that runs now and the following
 *   results leave no gap.
 * - `reconnecting`: the connection was lost. The subscription recovers the missed results when it is back.
 * - `complete`: the server has ended the subscription.
 * - `error`: the server rejected the subscription, or the retries failed. Call `restart()` to try again.
 */
export type SubscriptionStatus = 'skipped' | 'connecting' | 'live' | 'reconnecting' | 'complete' | 'error';

/** The current state of a subscription. */
export interface SubscriptionState<Data> {
  /** The data of the newest result with data; `undefined` before the first. */
  readonly data: Data | undefined;
  /** The error that ended the subscription, or the errors in the newest result. */
  readonly error: SubscriptionError | undefined;
  readonly status: SubscriptionStatus;
  /** `false` after results were lost for good, until the subscription is restarted. */
  readonly recovered: boolean;
}

/** The initial states. React requires the same objects at each call. */
export const initialState = {
  skipped: { data: undefined, error: undefined, status: 'skipped', recovered: true },
  connecting: { data: undefined, error: undefined, status: 'connecting', recovered: true },
} as const satisfies Record<string, SubscriptionState<never>>;
