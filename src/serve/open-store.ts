import type { Store } from '../index.ts';
import { createSqliteStore } from '../stores/sqlite/index.ts';
import type { StoreSettings } from './settings/index.ts';

/** Opens the store that the settings name. */
export async function openStore(store: StoreSettings): Promise<Store> {
  if ('sqlite' in store) return createSqliteStore(store.sqlite);
  // Only here, so that ioredis need not be installed by those who do not use it.
  const { createRedisStore } = await import('../stores/redis/index.ts');
  return createRedisStore(store.redis);
}
