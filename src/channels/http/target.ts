/** What a path of the HTTP API names. */
export interface Target {
  appId: string;
  /** What comes after `/apps/ID`, as it was sent. */
  resource: string;
  /** From `/apps` on. */
  path: string;
}

const resources = /^(events|batch_events|channels(\/[^/]+(\/users)?)?|users\/[^/]+\/terminate_connections)$/;

/**
 * Finds `/apps/ID/…` in a path, behind any prefix (the option `path` of the PHP SDK). A prefix, a channel, a user and an
 * app may be called `apps`, so the ID has to be that of an app and the rest a resource, where there is such a reading.
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
