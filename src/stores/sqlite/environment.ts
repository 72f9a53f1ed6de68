import type { Database } from './database.ts';

/** The clock and the id generator of the store. */
export interface SqliteEnvironment {
  /** The store's clock, in ms since 1970. */
  now(): number;
  newId(): string;
}

/**
 * Reads the machine's clock through SQLite. All processes that share a file run on one machine, so they share this
 * clock, even if one of them replaces `Date`.
 */
export function machineClock(database: Database): () => number {
  const clock = database.prepare<{ now: number }>(
    "SELECT CAST(unixepoch('subsec') * 1000 AS INTEGER) AS now",
  );
  return () => {
    const row = clock.get();
    if (!row) throw new Error('SQLite returned no time.');
    return row.now;
  };
}
