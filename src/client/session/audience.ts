/** The subscriptions that one channel feeds, each from its own start on. */

import type { Position, Result } from '../../protocol/index.ts';
import type { Loss } from '../ordering/index.ts';
import type { Subscription } from './subscription.ts';

export interface Audience {
  readonly members: Subscription[];
  /** Hands the subscription what comes after `start`, if it has come already, and from now on. */
  add(subscription: Subscription, start: Position, position: Position): void;
  remove(subscription: Subscription): void;
  hand(position: Position, result: Result): void;
  /**
   * An answer has brought the channel to `position`, and results before it are lost for good. Reports the loss to the
   * subscriptions that it concerns. Returns `true` when there were any.
   */
  tellLost(loss: Loss, position: Position): boolean;
}

/** `isAsking`: whether answers are on their way, and with them subscriptions that may have started before what comes now. */
export function createAudience(isAsking: () => boolean): Audience {
  /** Where each started, until it has had its first result. */
  const starts = new Map<Subscription, Position | undefined>();
  let recent: { position: Position; result: Result }[] = [];

  function handTo(subscription: Subscription, { epoch, offset }: Position, result: Result): void {
    const start = starts.get(subscription);
    // Subscriptions end while others are handed the same result.
    if (!starts.has(subscription) || (start && (start.epoch !== epoch || offset <= start.offset))) return;
    starts.set(subscription, undefined);
    subscription.next(result);
  }

  return {
    get members() {
      return [...starts.keys()];
    },
    add: (subscription, start, { epoch, offset }) => {
      starts.set(subscription, start.epoch === epoch && start.offset === offset ? undefined : start);
      for (const { position, result } of recent) handTo(subscription, position, result);
    },
    remove: (subscription) => {
      starts.delete(subscription);
    },
    hand: (position, result) => {
      recent = isAsking() ? [...recent, { position, result }] : [];
      for (const subscription of [...starts.keys()]) handTo(subscription, position, result);
    },
    tellLost: (loss, { epoch, offset }) => {
      const concerned = [...starts].filter(([, start]) =>
        // A late one may have started past what is lost, or in an epoch that is over.
        start && loss !== 'all'
          ? start.epoch !== epoch || (loss === 'some' && offset > start.offset)
          : loss !== 'none',
      );
      for (const [subscription] of concerned) {
        if (!starts.has(subscription)) continue;
        starts.set(subscription, undefined);
        subscription.lost();
      }
      return concerned.length > 0;
    },
  };
}
