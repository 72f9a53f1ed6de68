/** Those in this process who wait for results, by the operation they wait for. */
export interface Followers {
  /** How many listeners there are. */
  readonly size: number;
  /** Returns how to leave; leaving twice is leaving once. */
  add(operation: string, listener: () => void): () => void;
  /** Calls the listeners of the operation soon, never while the caller is still at work. */
  wake(operation: string): void;
  wakeAll(): void;
}

export function createFollowers(): Followers {
  const listeners = new Map<string, Set<() => void>>();
  let size = 0;

  const wake = (operation: string): void => {
    // What a listener throws is its owner's fault and must not fail the append that woke it.
    for (const listener of listeners.get(operation) ?? []) queueMicrotask(listener);
  };

  return {
    get size() {
      return size;
    },
    add(operation, listener) {
      // The same function may follow twice: each following is its own.
      const entry = () => listener();
      const set = listeners.get(operation) ?? new Set();
      listeners.set(operation, set.add(entry));
      size += 1;
      return () => {
        if (!set.delete(entry)) return;
        size -= 1;
        if (set.size === 0 && listeners.get(operation) === set) listeners.delete(operation);
      };
    },
    wake,
    wakeAll() {
      for (const operation of listeners.keys()) wake(operation);
    },
  };
}
