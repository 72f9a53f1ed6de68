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

/** Cut to the claims of `per`; a claim that the viewer lacks stays absent. */
export function claimsOf(viewer: Viewer | undefined, per: readonly string[]): Record<string, unknown> {
  const claims = viewer?.claims ?? {};
  return Object.fromEntries(
    per.filter((name) => Object.hasOwn(claims, name)).map((name) => [name, claims[name]]),
  );
}

export function sharedViewer(claims: Readonly<Record<string, unknown>>): SharedViewer {
  return typeof claims.sub === 'string' ? { id: claims.sub, claims } : { claims };
}
