import { randomBytes } from 'node:crypto';

/** What every store takes from outside, so that a test can decide it. */
export interface StoreOptions {
  /** Makes epochs, generations and lease tokens; must never repeat itself. Default: 96 random bits. */
  readonly newId?: () => string;
}

export function randomId(): string {
  return randomBytes(12).toString('base64url');
}
