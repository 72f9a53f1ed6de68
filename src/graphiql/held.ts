/** A value that components follow: `useSyncExternalStore(held.follow, held.read)`. */
export interface Held<Value> {
  read(): Value;
  write(next: Value): void;
  /** Returns how to stop. */
  follow(listener: () => void): () => void;
}

export function hold<Value>(initial: Value): Held<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    read: () => value,
    write: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
    follow: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
