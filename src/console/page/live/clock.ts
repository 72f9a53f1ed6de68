/** The gateway's clock as an answer told it: read somewhere between asking and hearing. */
export interface ClockReading {
  readonly askedAt: number;
  readonly at: number;
  readonly heardAt: number;
}

/** How well it is known: the shorter the way, the better. */
export const uncertaintyOf = ({ askedAt, heardAt }: ClockReading): number => heardAt - askedAt;

/** Ms by which the gateway's clock is ahead of this one; 0 where both may well be the same. */
export function aheadBy({ askedAt, at, heardAt }: ClockReading): number {
  return at >= askedAt && at <= heardAt ? 0 : at - (askedAt + heardAt) / 2;
}
