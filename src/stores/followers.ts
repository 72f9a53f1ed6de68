/** Listeners in this process that wait for new results, grouped by operation. */
export interface Followers {
  /** Number of listeners. */
  readonly size: number;
  /** Returns a function that removes the listener. Calling it twice has no further effect. */
  add(operation: string, listener: () => void): () => void;
  /** Calls the operation's listeners in a microtask, so they never run inside the caller's code. */
  wake(operation: string): void;
  wakeAll(): void;
}

export function createFollowers(): Followers {
  const listeners = new Map<string, Set<() => void>>();
  let size = 0;

  const wake = (operation: string): void => {
    // A listener that throws must not fail the append that called `wake`.
    for (const listener of listeners.get(operation) ?? []) queueMicrotask(listener);
  };

  return {
    get size() {
      return size;
    },
    add(operation, listener) {
      // The same function can be added twice. Each call gets its own entry.
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
