/** Maximum number of delayed reports. Beyond it the oldest is sent early, so that joining and leaving cannot fill memory. */
const maxPending = 10_000;

/** Delays the report that a subscriber or member left, in case it returns within the delay. */
export interface Absences {
  /** Calls `report` after the delay, unless `returned` is called with the same key before. */
  left(key: string, report: () => void): void;
  /** Cancels the pending report. Returns `true` if there was one, so that the return is not reported either. */
  returned(key: string): boolean;
  /** Sends all pending reports now. */
  flush(): void;
}

export function createAbsences(delay: number): Absences {
  const pending = new Map<string, { timer: NodeJS.Timeout; report: () => void }>();

  function reportOldest(): void {
    for (const [key, { timer, report }] of pending) {
      clearTimeout(timer);
      pending.delete(key);
      report();
      return;
    }
  }

  return {
    left(key, report) {
      const timer = setTimeout(() => {
        pending.delete(key);
        report();
      }, delay);
      pending.set(key, { timer, report });
      if (pending.size > maxPending) reportOldest();
    },
    returned(key) {
      clearTimeout(pending.get(key)?.timer);
      return pending.delete(key);
    },
    flush() {
      for (const { timer, report } of pending.values()) {
        clearTimeout(timer);
        report();
      }
      pending.clear();
    },
  };
}
