/** What the status line tells of the subscription that runs in this tab, or ran last. */
import type { Position } from '../protocol/index.ts';
import type { Held } from './held.ts';

/** What carries a subscription. */
export type Carrier = 'pusher' | 'sse';

export interface Status {
  readonly carrier: Carrier;
  readonly connection: 'none' | 'connecting' | 'connected' | 'lost';
  /** From the moment on which no result can be missed any more, until the subscription ends. */
  readonly isSubscribed: boolean;
  /** The operation channel. */
  readonly channel?: string;
  /** Of the last result, at first that of the channel. */
  readonly position?: Position;
  readonly results: number;
  /** Between these two positions results are lost for good. */
  readonly lost?: { readonly from: Position; readonly to: Position };
}

/** Before any subscription, and at the start of each. */
export function freshStatus(carrier: Carrier): Status {
  return { carrier, connection: 'none', isSubscribed: false, results: 0 };
}

/** Changes some of it. */
export function amend(status: Held<Status>, changes: Partial<Status>): void {
  status.write({ ...status.read(), ...changes });
}
