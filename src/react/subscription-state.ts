import type { SubscriptionError } from './subscription-error.ts';

/**
 * - `skipped`: not asked for.
 * - `connecting`: not granted yet.
 * - `live`: whatever is published from now on arrives. A query made now and what follows leave no hole.
 * - `reconnecting`: it was live, and the connection is lost. It goes on where it was.
 * - `complete`: the server has ended it.
 * - `error`: refused, or out of reach for too long. It does not try again by itself.
 */
export type SubscriptionStatus = 'skipped' | 'connecting' | 'live' | 'reconnecting' | 'complete' | 'error';

/** What has become of a subscription so far. */
export interface SubscriptionState<Data> {
  /** Of the newest result that had any; `undefined` before the first. */
  readonly data: Data | undefined;
  /** Why it ended or, while it goes on, what was wrong with the newest result. */
  readonly error: SubscriptionError | undefined;
  readonly status: SubscriptionStatus;
  /** `false` once results were lost for good, until the subscription starts anew. */
  readonly recovered: boolean;
}

/** Before anything has happened. The same objects each time, as React wants it. */
export const initialState = {
  skipped: { data: undefined, error: undefined, status: 'skipped', recovered: true },
  connecting: { data: undefined, error: undefined, status: 'connecting', recovered: true },
} as const satisfies Record<string, SubscriptionState<never>>;
