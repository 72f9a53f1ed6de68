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
  /** A file, made with its folder when it is missing, or `:memory:`. */
  readonly location: string;
  /**
   * `NORMAL` (the default) survives the death of the process at any moment. `FULL` waits for the disk on each write and
   * survives the death of the machine too, where `NORMAL` may lose the last moments before it.
   */
  readonly synchronous?: 'NORMAL' | 'FULL';
  /** How long to wait for another process that is writing, in ms. Default: 2,000. */
  readonly busyTimeout?: number;
  /**
   * The clock of leases and lifetimes, in ms since 1970. All processes that share the file need the same time. Default:
   * the machine's clock, or `Date.now` for `:memory:`.
   */
  readonly now?: () => number;
}

/**
 * Keeps everything in one SQLite file (WAL) or in memory. Several processes of one machine may share the file.
 *
 * @throws {GatewayError} `STORE_UNAVAILABLE` when the file cannot be opened; its `cause` is SQLite's own error.
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
  const answers = database.prepare('SELECT 1 FROM generations LIMIT 1');

  return {
    registrations: createRegistrations(database, environment),
    mailboxes: createMailboxes(database, environment),
    logs: createLogs(database, environment, followers, otherWriters),
    generations: createGenerations(database, environment, followers),
    ready: async () => {
      database.run(() => answers.get());
    },
    close: async () => {
      otherWriters.stop();
      database.close();
    },
  };
}
