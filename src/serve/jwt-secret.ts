import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { SettingsError, type StoreSettings } from './settings/index.ts';

/**
 * Returns the secret for signing tokens when `JWT_SECRET` is not set. It is stored in a file beside the store's file, so
 * tokens stay valid across restarts. A store without a file gets a new secret for each process.
 *
 * @throws {SettingsError} when the file cannot be written.
 */
export function jwtSecretBeside(store: StoreSettings): string {
  const created = randomBytes(32).toString('base64url');
  if (!('sqlite' in store) || store.sqlite === ':memory:') return created;
  const file = join(dirname(store.sqlite), 'jwt-secret');
  try {
    mkdirSync(dirname(file), { recursive: true });
    // Fails when the file exists, even if another process has just created it.
    writeFileSync(file, created, { mode: 0o600, flag: 'wx' });
    return created;
  } catch (error) {
    if (existsSync(file)) return readFileSync(file, 'utf8').trim();
    const why = error instanceof Error ? error.message : String(error);
    const message = `STORE "sqlite:${store.sqlite}" is not in a folder that this user can write to: ${why}. Use another folder, or change its permissions.`;
    throw new SettingsError(message, { cause: error });
  }
}
