/** One reading of the gateway's clock: `at` was read between sending the request and receiving the response. */
export interface ClockReading {
  readonly requestedAt: number;
  readonly at: number;
  readonly receivedAt: number;
}

/** Uncertainty of a reading, in ms: the duration of the request. */
export const uncertaintyOf = ({ requestedAt, receivedAt }: ClockReading): number => receivedAt - requestedAt;

/** How far the gateway's clock is ahead of this one, in ms; 0 if the reading is consistent with equal clocks. */
export function aheadBy({ requestedAt, at, receivedAt }: ClockReading): number {
  return at >= requestedAt && at <= receivedAt ? 0 : at - (requestedAt + receivedAt) / 2;
}
