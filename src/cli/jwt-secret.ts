import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StoreSettings } from './settings.ts';

/**
 * A secret for whoever set none: kept beside the store's file, so that tokens outlive a restart. Without a file, one
 * that ends with the process.
 */
export function jwtSecretBeside(store: StoreSettings): string {
  const made = randomBytes(32).toString('base64url');
  if (!('sqlite' in store) || store.sqlite === ':memory:') return made;
  const file = join(dirname(store.sqlite), 'jwt-secret');
  mkdirSync(dirname(file), { recursive: true });
  try {
    // Fails when it is there, also when another process made it just now.
    writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return readFileSync(file, 'utf8').trim();
  }
}
