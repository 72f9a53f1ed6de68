import type { Credentials } from '../signing/index.ts';

/** An app with its additional key pairs. */
interface WithKeys extends Credentials {
  keys: readonly Credentials[];
}

/** Returns all key pairs of an app. The first one signs webhooks. */
export function keyPairsOf({ key, secret, keys }: WithKeys): Credentials[] {
  return [{ key, secret }, ...keys];
}

/** Returns the key pair with this key, or `undefined` if the app has no such key. */
export function keyPairOf(app: WithKeys, key: string | undefined): Credentials | undefined {
  return keyPairsOf(app).find((pair) => pair.key === key);
}
