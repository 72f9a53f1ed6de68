import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SettingsError, type StoreSettings } from './settings/index.ts';

/**
 * A secret for whoever set none: kept beside the store's file, so that tokens outlive a restart. Without a file, one
 * that ends with the process.
 *
 * @throws {SettingsError} when nothing can be kept there.
 */
export function jwtSecretBeside(store: StoreSettings): string {
  const made = randomBytes(32).toString('base64url');
  if (!('sqlite' in store) || store.sqlite === ':memory:') return made;
  const file = join(dirname(store.sqlite), 'jwt-secret');
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Fails when it is there, also when another process made it just now.
    writeFileSync(file, made, { mode: 0o600, flag: 'wx' });
    return made;
  } catch (error) {
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    const why = error instanceof Error ? error.message : String(error);
    const message = `STORE "sqlite:${store.sqlite}" is not in a folder that this user can write to: ${why}`;
    throw new SettingsError(message, { cause: error });
  }
}
