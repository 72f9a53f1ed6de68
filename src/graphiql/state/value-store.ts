/** A value that components observe: `useSyncExternalStore(store.subscribe, store.read)`. */
export interface ValueStore<Value> {
  read(): Value;
  write(next: Value): void;
  /** Calls the listener after each write. Returns a function that removes it. */
  subscribe(listener: () => void): () => void;
}

export function createValueStore<Value>(initial: Value): ValueStore<Value> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    read: () => value,
    write: (next) => {
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
