import type { Followers } from '../followers.ts';
import type { Database } from './database.ts';

/** Notices, while somebody follows a log, that another process wrote to the file, and wakes the followers. */
export interface OtherWriters {
  /** To be called after followers came or went. */
  watch(): void;
  stop(): void;
}

/** How late a follower may hear of what another process wrote, in ms. */
const pollEvery = 250;

export function createOtherWriters(database: Database, followers: Followers): OtherWriters {
  // Changes when, and only when, another connection has committed.
  const version = database.prepare<{ data_version: number }>('PRAGMA data_version');
  const current = () => database.run(() => version.get()?.data_version);
  let seen: number | undefined;
  let timer: NodeJS.Timeout | undefined;

  const look = () => {
    try {
      const latest = current();
      if (latest === seen) return;
      seen = latest;
    } catch {
      // Whoever is woken asks for results and so meets the same outage, where it can be told to somebody.
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
      timer = setInterval(look, pollEvery).unref();
    },
    stop,
  };
}
