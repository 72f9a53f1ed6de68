import type { Transport } from './status.ts';
import { createValueStore, type ValueStore } from './value-store.ts';

const key = 'graphql-pusher:carrier';

/** The transport chosen in the toolbar. It survives a reload. */
export function createStoredTransport(storage: Storage | undefined): ValueStore<Transport> {
  const store = createValueStore<Transport>(storage?.getItem(key) === 'sse' ? 'sse' : 'pusher');
  return {
    ...store,
    write: (next) => {
      storage?.setItem(key, next);
      store.write(next);
    },
  };
}
