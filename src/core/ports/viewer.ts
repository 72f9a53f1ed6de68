import { NotJsonError, toJson } from '../values/index.ts';
import { GatewayError } from './errors.ts';

/** The authenticated caller. */
export interface Viewer {
  /** The token's `sub`. */
  readonly id: string;
  /** All claims of the token. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Shown to the other members of a presence channel. */
  readonly info?: Readonly<Record<string, unknown>>;
  /**
   * Ids of users whose coming online and going offline the viewer's signed-in connections are notified of. At most 100.
   */
  readonly watchlist?: readonly string[];
}

/** The viewer inside a shared execution: the claims listed in `per`, and no others. */
export interface SharedViewer {
  /** Present when `sub` is among the claims. */
  readonly id?: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Returns the named claims as JSON. A claim that the viewer lacks stays absent. Viewers with the same claims share
 * executions and channels, so a claim that JSON would change is rejected: two viewers could become one.
 * @throws {GatewayError} `FORBIDDEN`
 */
export function claimsOf(
  viewer: Pick<Viewer, 'claims'> | undefined,
  names: readonly string[],
): Record<string, unknown> {
  try {
    return jsonClaims(viewer?.claims ?? {}, names);
  } catch (error) {
    if (!(error instanceof NotJsonError)) throw error;
    throw new GatewayError('FORBIDDEN', `The viewer's claim cannot be used. ${error.message}`, {
      cause: error,
    });
  }
}

/** @throws {NotJsonError} */
export function jsonClaims(
  claims: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  const named = names.filter((name) => Object.hasOwn(claims, name) && claims[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, toJson(claims[name], name, { safeIntegers: true })]));
}

/** Returns a copy for each execution, because resolvers may change it. */
export function sharedViewer(of: Readonly<Record<string, unknown>>): SharedViewer {
  const claims = toJson(of, '') as Record<string, unknown>;
  return typeof claims.sub === 'string' ? { id: claims.sub, claims } : { claims };
}
