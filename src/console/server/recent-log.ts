import type { ConsoleLogEntry } from '../../builtins/index.ts';

/** Entries that one frame may hold: more than that in a second nobody reads. */
const maxEntries = 40;

/** What has happened since it was last taken, the latest only. */
export interface RecentLog {
  /** An entry with the id of one that is there takes its place. */
  add(entry: ConsoleLogEntry): void;
  take(): { log: ConsoleLogEntry[]; omitted: number };
}

export function createRecentLog(): RecentLog {
  let entries = new Map<string, ConsoleLogEntry>();
  let omitted = 0;

  return {
    add(entry) {
      entries.delete(entry.id);
      entries.set(entry.id, entry);
      if (entries.size <= maxEntries) return;
      const [oldest] = entries.keys();
      if (oldest !== undefined) entries.delete(oldest);
      omitted++;
    },
    take() {
      const taken = { log: [...entries.values()], omitted };
      entries = new Map();
      omitted = 0;
      return taken;
    },
  };
}
