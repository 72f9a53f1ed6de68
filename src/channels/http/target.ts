/** The parts of an HTTP API path. */
export interface Target {
  appId: string;
  /** The part after `/apps/ID`, as the client sent it. */
  resource: string;
  /** The part from `/apps` on, without a prefix. */
  path: string;
}

const resources = /^(events|batch_events|channels(\/[^/]+(\/users)?)?|users\/[^/]+\/terminate_connections)$/;

/**
 * Finds `/apps/ID/…` in a path, after any prefix (the option `path` of the PHP SDK). A prefix, a channel, a user or an
 * app can be named `apps`. So an occurrence with a known app id and a valid resource after it takes precedence.
 */
export function targetOf(path: string, isApp: (id: string) => boolean): Target | undefined {
  const targets = [...path.matchAll(/\/apps(?=\/)/g)].map(({ index }): Target => {
    const own = path.slice(index);
    const [, , appId = '', ...resource] = own.split('/');
    return { path: own, appId, resource: resource.join('/') };
  });
  return (
    targets.findLast(({ appId, resource }) => isApp(appId) && resources.test(resource)) ??
    targets.find(({ appId }) => isApp(appId)) ??
    targets[0]
  );
}
