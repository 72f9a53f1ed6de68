import type { Store } from '../index.ts';
import { createSqliteStore } from '../stores/sqlite/index.ts';
import type { StoreSettings } from './settings/index.ts';

/** Opens the store that `STORE` names. */
export async function openStore(store: StoreSettings): Promise<Store> {
  if ('sqlite' in store) return createSqliteStore(store.sqlite);
  // Imported on demand: ioredis is an optional peer dependency.
  const { createRedisStore } = await import('../stores/redis/index.ts');
  return createRedisStore(store.redis);
}
