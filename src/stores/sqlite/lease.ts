import type { Lease } from '../../core/index.ts';
import type { Database } from './database.ts';

/**
 * Whether the lease is still its holder's; to be called inside the transaction that depends on it. One that has run out
 * is, until somebody else takes it: nothing can have happened meanwhile that its holder does not know.
 */
export function leaseCheck(database: Database): (lease: Lease) => boolean {
  const select = database.prepare<{ held: number }>(
    'SELECT 1 AS held FROM leases WHERE topic = ? AND token = ?',
  );
  return ({ topic, token }) => select.get(topic, token) !== undefined;
}
