import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { GatewayError } from '../../core/index.ts';
import { migrations } from './schema.ts';

/** A prepared statement whose rows have the given shape. */
export interface Statement<Row = never> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  /** Reads row by row, so that a loop may end before the last one. */
  iterate(...values: SQLInputValue[]): Iterable<Row>;
  run(...values: SQLInputValue[]): { changes: number | bigint };
}

/**
 * Pages of 4 kB that the write-ahead log holds before they are moved into the file, which waits for the disk. An event
 * writes about a dozen of them, so this is once in some hundred events, and 16 MB.
 */
const walPages = 4_000;

/** One connection. What SQLite throws leaves it as `GatewayError('STORE_UNAVAILABLE')`. */
export interface Database {
  prepare<Row = never>(sql: string): Statement<Row>;
  /** For a single statement, which is atomic by itself. */
  run<T>(step: () => T): T;
  /** Reads that see one and the same moment. */
  read<T>(steps: () => T): T;
  /** Changes that are kept all or none. The lock is taken first, so what the steps read stays true until they end. */
  write<T>(steps: () => T): T;
  close(): void;
}

export interface DatabaseOptions {
  location: string;
  synchronous: 'NORMAL' | 'FULL';
  /** In ms. */
  busyTimeout: number;
}

export function openDatabase(options: DatabaseOptions): Database {
  const run = <T>(step: () => T): T => {
    try {
      return step();
    } catch (cause) {
      if (cause instanceof GatewayError) throw cause;
      throw new GatewayError('STORE_UNAVAILABLE', 'The store does not answer.', { cause });
    }
  };
  const handle = run(() => connect(options));

  const transaction = <T>(begin: string, steps: () => T): T =>
    run(() => {
      handle.exec(begin);
      try {
        const answer = steps();
        handle.exec('COMMIT');
        return answer;
      } catch (error) {
        rollBack(handle);
        throw error;
      }
    });

  run(() => migrate(handle, (steps) => transaction('BEGIN IMMEDIATE', steps)));

  return {
    // The one place where rows get their shape: the schema, in the next file, is what makes it true.
    prepare: <Row>(sql: string) => run(() => handle.prepare(sql)) as unknown as Statement<Row>,
    run,
    read: (steps) => transaction('BEGIN', steps),
    write: (steps) => transaction('BEGIN IMMEDIATE', steps),
    close: () => {
      if (handle.isOpen) run(() => handle.close());
    },
  };
}

function connect({ location, synchronous, busyTimeout }: DatabaseOptions): DatabaseSync {
  // Looked up here and not imported, so that a runtime without it can still load the package and use another store.
  const { DatabaseSync } = process.getBuiltinModule('node:sqlite');
  if (location !== ':memory:') mkdirSync(dirname(location), { recursive: true });
  const handle = new DatabaseSync(location);
  try {
    handle.exec(`
      PRAGMA busy_timeout = ${Math.trunc(busyTimeout)};
      PRAGMA foreign_keys = ON;
      PRAGMA synchronous = ${synchronous};
      PRAGMA journal_size_limit = ${64 * 1024 * 1024};
      PRAGMA wal_autocheckpoint = ${walPages};
    `);
    switchToWriteAheadLog(handle, busyTimeout);
    return handle;
  } catch (error) {
    handle.close();
    throw error;
  }
}

/** Several processes may open a new file at once; SQLite does not wait by itself for this one step. */
function switchToWriteAheadLog(handle: DatabaseSync, patience: number): void {
  const deadline = performance.now() + patience;
  for (;;) {
    try {
      handle.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function isBusy(error: unknown): boolean {
  const busy = 5;
  return error instanceof Error && 'errcode' in error && Number(error.errcode) % 256 === busy;
}

function migrate(handle: DatabaseSync, write: (steps: () => void) => void): void {
  const version = () => Number(handle.prepare('PRAGMA user_version').get()?.user_version ?? 0);
  if (version() === migrations.length) return;
  write(() => {
    const from = version();
    if (from > migrations.length) {
      throw new GatewayError(
        'STORE_UNAVAILABLE',
        `The store was written by a newer version of graphql-pusher (schema ${from}, this one knows ${migrations.length}).`,
      );
    }
    for (const step of migrations.slice(from)) handle.exec(step);
    handle.exec(`PRAGMA user_version = ${migrations.length}`);
  });
}

function rollBack(handle: DatabaseSync): void {
  try {
    handle.exec('ROLLBACK');
  } catch {
    // After a full disk and its like SQLite has rolled back already and answers that there is nothing left to do.
    // The error that brought us here is the one to tell.
  }
}
