import type { Result } from '../../protocol/index.ts';
import type { Events } from '../client-events.ts';
import { type ExecutionResult, lostResults, type Sink, type SubscribePayload } from '../payload.ts';

/** One call of `subscribe`: a sink that ends once, and whoever feeds it. */
export interface Subscription {
  readonly payload: SubscribePayload;
  readonly isOpen: boolean;
  /** What must be released when it ends; replaces what was given before. */
  releaseWith(release: () => void): void;
  ready(): void;
  next(result: Result): void;
  lost(): void;
  error(error: unknown): void;
  complete(): void;
}

export interface SubscriptionOptions {
  onEnd: () => void;
  /** A sink without `lost` gets {@link lostResults}. */
  isToldOfLoss: boolean;
}

export function createSubscription<Data, Extensions>(
  payload: SubscribePayload,
  sink: Sink<ExecutionResult<Data, Extensions>>,
  { guard }: Events,
  { onEnd, isToldOfLoss }: SubscriptionOptions,
): Subscription {
  let isOpen = true;
  let release = (): void => undefined;

  function end(tell: () => void): void {
    if (!isOpen) return;
    isOpen = false;
    release();
    onEnd();
    guard(tell);
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
      // That the data is of this type is the word of whoever wrote the document.
      if (isOpen) guard(() => sink.next(result as ExecutionResult<Data, Extensions>));
    },
    lost: () => {
      if (!sink.lost) {
        if (isToldOfLoss) subscription.next(lostResults);
      } else if (isOpen) guard(() => sink.lost?.());
    },
    error: (error) => end(() => sink.error(error)),
    complete: () => end(() => sink.complete()),
  };
  return subscription;
}
