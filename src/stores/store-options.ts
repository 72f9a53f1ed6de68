import { randomBytes } from 'node:crypto';

/** What every store takes from outside, so that a test can decide it. */
export interface StoreOptions {
  /** The clock, in ms since 1970. Default: `Date.now`. All processes that share a store need the same time. */
  readonly now?: () => number;
  /** Makes epochs, generations and lease tokens; must never repeat itself. Default: 96 random bits. */
  readonly newId?: () => string;
}

/** {@link StoreOptions} with the defaults filled in. */
export type StoreEnvironment = Required<StoreOptions>;

export function storeEnvironment({ now = Date.now, newId = randomId }: StoreOptions): StoreEnvironment {
  return { now, newId };
}

function randomId(): string {
  return randomBytes(12).toString('base64url');
}
