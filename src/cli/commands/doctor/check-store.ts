import { randomUUID } from 'node:crypto';
import { withoutCredentials } from '../../../protocol/index.ts';
import { openStore } from '../../../serve/internal.ts';
import type { StoreSettings } from '../../../serve/settings/index.ts';
import { messageWithCauses } from '../../terminal/index.ts';
import type { Finding } from './finding.ts';

/** Opens the store, acquires a lease and releases it. */
export async function checkStore(settings: StoreSettings): Promise<Finding> {
  const where = 'sqlite' in settings ? settings.sqlite : withoutCredentials(settings.redis);
  try {
    const store = await openStore(settings);
    try {
      await store.ready();
      const acquired = await store.mailboxes.acquire(`doctor:${randomUUID()}`, 1_000, 0);
      if (acquired) await store.mailboxes.release(acquired.lease);
    } finally {
      await store.close();
    }
  } catch (error) {
    const fix =
      'sqlite' in settings
        ? 'Set STORE to a file in a folder that this user can write to.'
        : 'Set STORE to a running Redis that this user can write to, and install ioredis.';
    return { check: 'store', status: 'problem', message: `${where}: ${messageWithCauses(error)}`, fix };
  }
  if ('sqlite' in settings && settings.sqlite === ':memory:') {
    const fix = 'In production, use sqlite:FILE, or redis://… for several instances.';
    return { check: 'store', status: 'warning', message: 'its content is lost when the process ends', fix };
  }
  return { check: 'store', status: 'ok', message: `${where} is readable and writable` };
}
