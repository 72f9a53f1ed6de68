/** The subscriptions of one channel. Each one receives the results after its own start. */

import type { Position, Result } from '../../protocol/index.ts';
import type { Loss } from '../ordering/index.ts';
import type { Subscription } from './subscription.ts';

export interface Subscribers {
  readonly all: Subscription[];
  /** Delivers the results after `start` to the subscription, including those that have already arrived. */
  add(subscription: Subscription, start: Position, position: Position): void;
  remove(subscription: Subscription): void;
  deliver(position: Position, result: Result): void;
  /**
   * Reports a loss to the affected subscriptions, after a recovery moved the channel to `position`. Returns `true` if
   * there were any.
   */
  reportLoss(loss: Loss, position: Position): boolean;
}

/** `isBusy` returns whether requests are in flight: they can add subscriptions that start before the current result. */
export function createSubscribers(isBusy: () => boolean): Subscribers {
  /** The start of each subscription; `undefined` after its first result. */
  const starts = new Map<Subscription, Position | undefined>();
  let recent: [position: Position, result: Result][] = [];

  function deliverTo(subscription: Subscription, { epoch, offset }: Position, result: Result): void {
    const start = starts.get(subscription);
    // A subscription can end while another one receives the same result.
    if (!starts.has(subscription) || (start && (start.epoch !== epoch || offset <= start.offset))) return;
    starts.set(subscription, undefined);
    subscription.next(result);
  }

  return {
    get all() {
      return [...starts.keys()];
    },
    add: (subscription, start, { epoch, offset }) => {
      starts.set(subscription, start.epoch === epoch && start.offset === offset ? undefined : start);
      for (const delivered of recent) deliverTo(subscription, ...delivered);
    },
    remove: (subscription) => {
      starts.delete(subscription);
    },
    deliver: (position, result) => {
      recent = isBusy() ? [...recent, [position, result]] : [];
      for (const subscription of [...starts.keys()]) deliverTo(subscription, position, result);
    },
    reportLoss: (loss, { epoch, offset }) => {
      const affected = [...starts].filter(([, start]) =>
        // A late subscription may have started after the lost results, or in an epoch that has ended.
        start && loss !== 'all'
          ? start.epoch !== epoch || (loss === 'some' && offset > start.offset)
          : loss !== 'none',
      );
      for (const [subscription] of affected) {
        if (!starts.has(subscription)) continue;
        starts.set(subscription, undefined);
        subscription.lost();
      }
      return affected.length > 0;
    },
  };
}
