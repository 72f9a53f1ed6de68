import { randomBytes } from 'node:crypto';

/** Options that all stores share. */
export interface StoreOptions {
  /**
   * Generates epochs, generations and lease tokens. Must never return the same value twice. Default: 96 random bits.
   */
  readonly newId?: () => string;
}

export function randomId(): string {
  return randomBytes(12).toString('base64url');
}
