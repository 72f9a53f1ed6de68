import type { Lease } from '../../core/index.ts';
import type { Database } from './database.ts';

/**
 * Checks that the lease is not lost. Call the returned function inside the transaction that depends on it. An expired
 * lease is still valid until another process acquires it: nothing can have changed without its holder.
 */
export function leaseCheck(database: Database): (lease: Lease) => boolean {
  const select = database.prepare<{ held: number }>(
    'SELECT 1 AS held FROM leases WHERE topic = ? AND token = ?',
  );
  return ({ topic, token }) => select.get(topic, token) !== undefined;
}
