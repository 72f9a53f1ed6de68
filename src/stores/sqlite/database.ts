import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { GatewayError } from '../../core/index.ts';
import { migrations } from './schema.ts';

/** A prepared statement that returns rows of type `Row`. */
export interface Statement<Row = never> {
  get(...values: SQLInputValue[]): Row | undefined;
  all(...values: SQLInputValue[]): Row[];
  /** Reads row by row, so a loop can stop before the last row. */
  iterate(...values: SQLInputValue[]): Iterable<Row>;
  run(...values: SQLInputValue[]): { changes: number | bigint };
}

/**
 * Number of 4 kB pages in the write-ahead log before SQLite copies them into the database file, which waits for the
 * disk. An event writes about a dozen pages, so this happens once every few hundred events. 4,000 pages are 16 MB.
 */
const walPages = 4_000;

/** One connection. Errors of SQLite become `GatewayError('STORE_UNAVAILABLE')` with the error as `cause`. */
export interface Database {
  prepare<Row = never>(sql: string): Statement<Row>;
  /** Runs a single statement, which is atomic by itself. */
  run<T>(step: () => T): T;
  /** Runs reads in one transaction, so that all of them see the same snapshot. */
  read<T>(steps: () => T): T;
  /**
   * Runs a write transaction. It takes the write lock first, so values that `steps` reads cannot change before it
   * commits.
   */
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
      throw new GatewayError('STORE_UNAVAILABLE', 'The store is unavailable. Retry later.', { cause });
    }
  };
  const handle = run(() => connect(options));

  const transaction = <T>(begin: string, steps: () => T): T =>
    run(() => {
      handle.exec(begin);
      try {
        const result = steps();
        handle.exec('COMMIT');
        return result;
      } catch (error) {
        rollBack(handle);
        throw error;
      }
    });

  run(() => migrate(handle, (steps) => transaction('BEGIN IMMEDIATE', steps)));

  return {
    // The only cast from SQLite's untyped rows. The schema in `schema.ts` guarantees their shape.
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
  // Loaded here instead of imported: a runtime without `node:sqlite` can still load the package and use another store.
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

/**
 * Several processes can open a new file at once. SQLite's busy timeout does not cover this statement, so retry here.
 */
function switchToWriteAheadLog(handle: DatabaseSync, timeout: number): void {
  const deadline = performance.now() + timeout;
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
        `The SQLite file was written by a newer version of graphql-pusher (schema ${from}, this version supports ${migrations.length}). Upgrade graphql-pusher, or use another file.`,
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
    // After some errors, such as a full disk, SQLite has already rolled back, and this statement fails. Ignore that:
    // the caller throws the original error.
  }
}
