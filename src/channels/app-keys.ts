import type { Credentials } from '../signing/index.ts';
import type { AppSettings } from './options.ts';

/** All key pairs of an app. The first signs webhooks. */
export function keyPairsOf({ key, secret, keys }: AppSettings): Credentials[] {
  return [{ key, secret }, ...keys];
}

/** The pair of a key. `undefined` where the app has no such key. */
export function keyPairOf(app: AppSettings, key: string | undefined): Credentials | undefined {
  return keyPairsOf(app).find((pair) => pair.key === key);
}
