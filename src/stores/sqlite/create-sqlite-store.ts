import type { Store } from '../../core/index.ts';
import { createFollowers } from '../followers.ts';
import { randomId, type StoreOptions } from '../store-options.ts';
import { openDatabase } from './database.ts';
import { machineClock, type SqliteEnvironment } from './environment.ts';
import { createGenerations } from './generations.ts';
import { createLogs } from './logs.ts';
import { createMailboxes } from './mailboxes.ts';
import { createOtherWriters } from './other-writers.ts';
import { createRegistrations } from './registrations.ts';

export interface SqliteStoreOptions extends StoreOptions {
  /** Path of the database file, or `:memory:`. The store creates the file and its folder if they are missing. */
  readonly location: string;
  /**
   * `NORMAL` (the default): a committed write survives a crash of the process. `FULL`: each write waits for the disk,
   * so it also survives a crash of the machine. With `NORMAL`, a machine crash can lose the most recent writes.
   */
  readonly synchronous?: 'NORMAL' | 'FULL';
  /** How long to wait for another process that is writing, in ms. Default: 2,000. */
  readonly busyTimeout?: number;
  /**
   * Clock for leases and lifetimes, in ms since 1970. All processes that share the file need the same time. Default:
   * the machine's clock, or `Date.now` for `:memory:`.
   */
  readonly now?: () => number;
}

/**
 * Creates a store in one SQLite file (WAL mode) or in memory. Several processes on one machine can share the file.
 *
 * @throws {GatewayError} `STORE_UNAVAILABLE` if the file cannot be opened. `cause` is SQLite's own error.
 * @example
 * const store = createSqliteStore('./data/gateway.db');
 */
export function createSqliteStore(options: string | SqliteStoreOptions): Store {
  const { location, synchronous, busyTimeout, now, newId } =
    typeof options === 'string' ? ({ location: options } satisfies SqliteStoreOptions) : options;
  const database = openDatabase({
    location,
    synchronous: synchronous ?? 'NORMAL',
    busyTimeout: busyTimeout ?? 2_000,
  });
  const environment: SqliteEnvironment = {
    now: now ?? (location === ':memory:' ? Date.now : machineClock(database)),
    newId: newId ?? randomId,
  };
  const followers = createFollowers();
  const otherWriters = createOtherWriters(database, followers);
  const probe = database.prepare('SELECT 1 FROM generations LIMIT 1');

  return {
    registrations: createRegistrations(database, environment),
    mailboxes: createMailboxes(database, environment),
    logs: createLogs(database, environment, followers, otherWriters),
    generations: createGenerations(database, environment, followers),
    ready: async () => {
      database.run(() => probe.get());
    },
    close: async () => {
      otherWriters.stop();
      database.close();
    },
  };
}
