import type { Database } from './database.ts';

/** What the parts of the store take from outside. */
export interface SqliteEnvironment {
  /** The store's clock, in ms since 1970. */
  now(): number;
  newId(): string;
}

/**
 * The machine's clock, read by SQLite. All processes that share a file run on one machine, so they share this clock,
 * also where one of them replaces `Date`.
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
