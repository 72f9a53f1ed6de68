/** Absences held back at once. Past it the oldest is reported early, so that joining and leaving fills no memory. */
const maxWaiting = 10_000;

/** Holds back the report that a subscriber or member left, in case it comes right back. */
export interface Absences {
  /** Reports it after the delay, unless `returned` is called before. */
  left(who: string, tell: () => void): void;
  /** `true` when the news had not been told, so neither is the return worth telling. */
  returned(who: string): boolean;
  /** Tells all that is held back. */
  flush(): void;
}

export function createAbsences(delay: number): Absences {
  const waiting = new Map<string, { timer: NodeJS.Timeout; tell: () => void }>();

  function reportOldest(): void {
    for (const [who, { timer, tell }] of waiting) {
      clearTimeout(timer);
      waiting.delete(who);
      tell();
      return;
    }
  }

  return {
    left(who, tell) {
      const timer = setTimeout(() => {
        waiting.delete(who);
        tell();
      }, delay);
      waiting.set(who, { timer, tell });
      if (waiting.size > maxWaiting) reportOldest();
    },
    returned(who) {
      clearTimeout(waiting.get(who)?.timer);
      return waiting.delete(who);
    },
    flush() {
      for (const { timer, tell } of waiting.values()) {
        clearTimeout(timer);
        tell();
      }
      waiting.clear();
    },
  };
}
