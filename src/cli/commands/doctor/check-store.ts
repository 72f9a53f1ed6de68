import { randomUUID } from 'node:crypto';
import { withoutCredentials } from '../../../protocol/index.ts';
import { openStore } from '../../../serve/internal.ts';
import type { StoreSettings } from '../../../serve/settings/index.ts';
import { type Finding, lineOf } from './finding.ts';

/** Opens the store, and writes and removes something there. */
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
        ? 'STORE names a file in a folder that this user can write to.'
        : 'STORE names a Redis that runs and lets this user write; ioredis has to be installed.';
    return { check: 'store', status: 'problem', message: `${where}: ${lineOf(error)}`, fix };
  }
  if ('sqlite' in settings && settings.sqlite === ':memory:') {
    const fix = 'In production take sqlite:FILE, or redis://… for several instances.';
    return { check: 'store', status: 'warning', message: 'what it holds ends with the process', fix };
  }
  return { check: 'store', status: 'ok', message: `${where} can be read and written` };
}
