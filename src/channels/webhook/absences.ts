/** Holds back the news that somebody left, until it is clear that they do not come right back. */
export interface Absences {
  /** Tells it after the delay, unless `returned` is called before. */
  left(who: string, tell: () => void): void;
  /** `true` when the news had not been told, so neither is the return worth telling. */
  returned(who: string): boolean;
  /** Tells all that is held back. */
  flush(): void;
}

export function createAbsences(delay: number): Absences {
  const waiting = new Map<string, { timer: NodeJS.Timeout; tell: () => void }>();
  return {
    left(who, tell) {
      const timer = setTimeout(() => {
        waiting.delete(who);
        tell();
      }, delay);
      waiting.set(who, { timer, tell });
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
