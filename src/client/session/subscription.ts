import type { Result } from '../../protocol/index.ts';
import type { Events } from '../client-events.ts';
import { type ExecutionResult, lostResults, type Sink, type SubscribePayload } from '../payload.ts';

/** One call of `subscribe`. It ends its sink exactly once. */
export interface Subscription {
  readonly payload: SubscribePayload;
  readonly isOpen: boolean;
  /** Sets the function to call when the subscription ends. Replaces an earlier one. */
  releaseWith(release: () => void): void;
  ready(): void;
  next(result: Result): void;
  lost(): void;
  error(error: unknown): void;
  complete(): void;
}

export interface SubscriptionOptions {
  onEnd: () => void;
  /** Whether to pass {@link lostResults} to a sink without `lost`. */
  reportsLoss: boolean;
}

export function createSubscription<Data, Extensions>(
  payload: SubscribePayload,
  sink: Sink<ExecutionResult<Data, Extensions>>,
  { guard }: Events,
  { onEnd, reportsLoss }: SubscriptionOptions,
): Subscription {
  let isOpen = true;
  let release = (): void => undefined;

  function end(notify: () => void): void {
    if (!isOpen) return;
    isOpen = false;
    release();
    onEnd();
    guard(notify);
  }

  const subscription: Subscription = {
    payload,
    get isOpen() {
      return isOpen;
    },
    releaseWith: (next) => {
      release = next;
    },
    ready: () => {
      if (isOpen) guard(() => sink.ready?.());
    },
    next: (result) => {
      // The caller's document determines this type. The client does not check it.
      if (isOpen) guard(() => sink.next(result as ExecutionResult<Data, Extensions>));
    },
    lost: () => {
      if (!sink.lost) {
        if (reportsLoss) subscription.next(lostResults);
      } else if (isOpen) guard(() => sink.lost?.());
    },
    error: (error) => end(() => sink.error(error)),
    complete: () => end(() => sink.complete()),
  };
  return subscription;
}
