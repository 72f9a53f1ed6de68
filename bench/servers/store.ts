import type { Store } from '../../src/core/index.ts';
import { createRedisStore } from '../../src/stores/redis/index.ts';
import { createSqliteStore } from '../../src/stores/sqlite/index.ts';

/** The store of a gateway. */
export type StoreChoice = { readonly sqlite: string } | { readonly redis: string };

export async function openStore(choice: StoreChoice): Promise<Store> {
  const store = 'sqlite' in choice ? createSqliteStore(choice.sqlite) : createRedisStore(choice.redis);
  await store.ready();
  return store;
}
