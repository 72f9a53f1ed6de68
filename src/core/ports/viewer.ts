import { NotJsonError, toJson } from '../values/index.ts';
import { GatewayError } from './errors.ts';

/** The authenticated caller. */
export interface Viewer {
  /** The token's `sub`. */
  readonly id: string;
  /** All that the token says. */
  readonly claims: Readonly<Record<string, unknown>>;
  /** Shown to the other members of a presence channel. */
  readonly info?: Readonly<Record<string, unknown>>;
  /** Ids of users of whom a connection that signs in as this viewer hears when they come and go. Pusher takes 100. */
  readonly watchlist?: readonly string[];
}

/** The viewer as an execution that is shared may know it: the named claims and nothing else. */
export interface SharedViewer {
  /** Present when `sub` is among the claims. */
  readonly id?: string;
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * The named claims as JSON; a claim that the viewer lacks stays absent. Viewers with the same ones share executions and
 * channels, so a claim that JSON would change is rejected: two viewers might become one.
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

/** A copy for each execution, which may change it. */
export function sharedViewer(of: Readonly<Record<string, unknown>>): SharedViewer {
  const claims = toJson(of, '') as Record<string, unknown>;
  return typeof claims.sub === 'string' ? { id: claims.sub, claims } : { claims };
}
