import type { Followers } from '../followers.ts';
import type { Database } from './database.ts';

/** While an operation has followers, detects writes of other processes to the file and wakes all followers. */
export interface OtherWriters {
  /** Starts or stops polling. Call it after a follower was added or removed. */
  watch(): void;
  stop(): void;
}

/** Interval between checks for writes of other processes, in ms. Followers learn of a write at most this late. */
const pollInterval = 250;

export function createOtherWriters(database: Database, followers: Followers): OtherWriters {
  // SQLite changes this value exactly when another connection commits.
  const version = database.prepare<{ data_version: number }>('PRAGMA data_version');
  const current = () => database.run(() => version.get()?.data_version);
  let seen: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  const poll = () => {
    try {
      const latest = current();
      if (latest === seen) return;
      seen = latest;
    } catch {
      // Wake the followers: each reads the log, gets the same error there, and can report it to its caller.
    }
    followers.wakeAll();
  };
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
  };

  return {
    watch() {
      if (followers.size === 0) return stop();
      if (timer) return;
      seen = current();
      timer = setInterval(poll, pollInterval).unref();
    },
    stop,
  };
}
