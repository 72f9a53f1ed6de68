import type { Credentials } from '../signing/index.ts';

/** An app with its further key pairs. */
interface WithKeys extends Credentials {
  keys: readonly Credentials[];
}

/** All key pairs of an app. The first signs webhooks. */
export function keyPairsOf({ key, secret, keys }: WithKeys): Credentials[] {
  return [{ key, secret }, ...keys];
}

/** The pair of a key. `undefined` where the app has no such key. */
export function keyPairOf(app: WithKeys, key: string | undefined): Credentials | undefined {
  return keyPairsOf(app).find((pair) => pair.key === key);
}
