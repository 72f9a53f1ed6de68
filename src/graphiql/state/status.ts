/** The state of the current or last subscription, for the status line. */
import type { Position } from '../../protocol/index.ts';
import type { ValueStore } from './value-store.ts';

/** How results of a subscription are delivered. */
export type Transport = 'pusher' | 'sse';

export interface Status {
  readonly transport: Transport;
  readonly connection: 'none' | 'connecting' | 'connected' | 'lost';
  /** True from the time at which no result can be missed until the subscription ends. */
  readonly isSubscribed: boolean;
  /** Name of the operation channel. */
  readonly channel?: string;
  /** Position of the last result; before the first result, that of the channel. */
  readonly position?: Position;
  readonly results: number;
  /** Results between these two positions are lost and cannot be recovered. */
  readonly lost?: { readonly from: Position; readonly to: Position };
}

/** The status before the first subscription and at the start of each one. */
export function initialStatus(transport: Transport): Status {
  return { transport, connection: 'none', isSubscribed: false, results: 0 };
}

/** Updates some properties of the status. */
export function updateStatus(status: ValueStore<Status>, changes: Partial<Status>): void {
  status.write({ ...status.read(), ...changes });
}
