import type { ConsoleLogEntry } from '../../builtins/index.ts';

/** Maximum number of characters of an event or a result in the console. */
const maxTextLength = 2_000;

/** Maximum number of entries in one frame. */
const maxEntries = 40;

/** The newest log entries since the last call of `take()`. */
export interface RecentLog {
  /** Adds an entry. It replaces an entry with the same id. */
  add(entry: ConsoleLogEntry): void;
  /** Returns and removes all entries, with the number of entries that were dropped. */
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

/** Cuts a long text and ends it with an ellipsis. */
export function clip(text: string): string {
  return text.length <= maxTextLength ? text : `${text.slice(0, maxTextLength - 1)}…`;
}
