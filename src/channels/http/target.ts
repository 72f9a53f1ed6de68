/** What a path of the HTTP API names. */
export interface Target {
  appId: string;
  /** What comes after `/apps/ID`, as it was sent. */
  resource: string;
  /** From `/apps` on. */
  path: string;
}

/** The resources of the HTTP API. No prefix can be mistaken for one, not even a channel or a user called `apps`. */
const known =
  /^.*(\/apps\/([^/]+)\/(events|batch_events|channels(?:\/[^/]+(?:\/users)?)?|users\/[^/]+\/terminate_connections))$/;
const unknown = /(\/apps\/([^/]+)(?:\/(.*))?)$/;

/** Finds `/apps/ID/…` in a path, behind any prefix (the option `path` of the PHP SDK). */
export function targetOf(path: string): Target | undefined {
  const [, own, appId, resource = ''] = known.exec(path) ?? unknown.exec(path) ?? [];
  return own === undefined || appId === undefined ? undefined : { path: own, appId, resource };
}
