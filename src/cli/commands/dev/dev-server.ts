import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Revalidated, SchemaSignature } from '../../../index.ts';
import { type EmbeddedChannels, jwtSecretBeside, startEmbeddedChannels } from '../../../serve/internal.ts';
import type { Settings } from '../../../serve/settings/index.ts';
import { formatProblem, type Problem, problemsOf } from '../../project/index.ts';
import { openDevProxy } from './dev-proxy.ts';
import { startVersion, type Version } from './version-process.ts';
import { watchFiles } from './watch-files.ts';

/** Events that `dev` reports. */
export type DevEvent =
  | {
      /** The first version is running. */
      readonly event: 'serving';
      readonly url: string;
      readonly channelsUrl?: string | undefined;
      readonly acceptsOperatorTokens: boolean;
      /** With the secret that signs the tokens of the gateway. */
      readonly settings: Settings;
    }
  | ({
      readonly event: 'reloaded';
      readonly changed: readonly string[];
      readonly milliseconds: number;
    } & Revalidated)
  /** A change is invalid. `isServing`: the previous version is still running. */
  | { readonly event: 'broken'; readonly problems: readonly Problem[]; readonly isServing: boolean }
  /** A change is still loading after {@link slowLoad}. One of its imports may never settle. */
  | { readonly event: 'loading'; readonly seconds: number }
  | { readonly event: 'crashed'; readonly exitCode: number | null };

/** How long a change may load before `dev` reports `loading`, in ms. */
const slowLoad = 5_000;

/** Options of {@link startDevServer}. */
export interface DevOptions {
  readonly folder: string;
  readonly settings: Settings;
  /** Redirects the project's stdout to stderr. */
  readonly quiet: boolean;
  report(event: DevEvent): void;
}

/** Serves the project in a folder and reloads it on each change. Resolves with a function that stops it. */
export async function startDevServer({
  folder,
  settings,
  quiet,
  report,
}: DevOptions): Promise<() => Promise<void>> {
  const proxy = await openDevProxy(settings);
  let channels: EmbeddedChannels | undefined;
  try {
    channels = settings.pusher ? undefined : await startChannels(settings, proxy.url);
  } catch (error) {
    proxy.close();
    throw error;
  }
  const { store, dispose } = sharedStore(settings);
  const versionSettings: Settings = {
    ...settings,
    store,
    jwtSecret: settings.jwtSecret ?? jwtSecretBeside(store),
    pusher: channels?.pusher ?? settings.pusher,
  };
  let current: Version | undefined;
  let signature: SchemaSignature | undefined;
  let currentLoad: Promise<void> | undefined;
  let pendingFiles: Set<string> | undefined;
  /** Aborts the load in progress when a newer change makes it obsolete. */
  let loading: AbortController | undefined;
  let isClosing = false;
  const watch = watchFiles(folder, changed);

  function changed(files: readonly string[]): void {
    if (currentLoad) {
      pendingFiles = new Set([...(pendingFiles ?? []), ...files]);
      loading?.abort();
      return;
    }
    currentLoad = load(files)
      .catch((error: unknown) => {
        report({ event: 'broken', problems: problemsOf(error, folder), isServing: false });
      })
      .finally(() => {
        currentLoad = undefined;
        const next = pendingFiles;
        pendingFiles = undefined;
        if (next && !isClosing) changed([...next]);
      });
  }

  async function load(files: readonly string[]): Promise<void> {
    const startedAt = performance.now();
    const version = await loadVersion();
    if (!version) {
      // Report these files with the newer change.
      pendingFiles = new Set([...files, ...(pendingFiles ?? [])]);
      return;
    }
    if ('type' in version) {
      const known = current?.loaded;
      // Keep watching the files of the previous version as well: the fix may be in any of them.
      const all = [...(known?.files ?? []), ...version.files];
      watch.setWatched(
        { files: all, schemaPaths: [...(known?.schemaPaths ?? []), ...version.schemaPaths] },
        true,
      );
      if (!current) proxy.forwardTo({ problem: version.problems.map(formatProblem).join('\n') });
      report({ event: 'broken', problems: version.problems, isServing: current !== undefined });
      return;
    }
    watch.setWatched(version.loaded, false);
    await replaceVersion(version, files, startedAt);
  }

  async function loadVersion(): ReturnType<typeof startVersion> {
    loading = new AbortController();
    const timer = setTimeout(() => report({ event: 'loading', seconds: slowLoad / 1_000 }), slowLoad);
    try {
      return await startVersion({ ...versionSettings, port: 0, host: '127.0.0.1' }, quiet, loading.signal);
    } finally {
      clearTimeout(timer);
      loading = undefined;
    }
  }

  /** Replaces the current version. Two versions never run at once, so no event is executed with the wrong schema. */
  async function replaceVersion(
    version: Version,
    files: readonly string[],
    startedAt: number,
  ): Promise<void> {
    const isFirst = signature === undefined;
    proxy.pause();
    await current?.finish();
    current = version;
    version.onCrash((exitCode) => crashed(version, exitCode));
    const { type: _serving, signature: newSignature, ...revalidated } = await version.takeOver(signature);
    signature = newSignature;
    proxy.forwardTo(version.loaded.port);
    if (isFirst) {
      const { acceptsOperatorTokens } = version.loaded;
      report({
        event: 'serving',
        url: proxy.url,
        channelsUrl: channels?.url,
        acceptsOperatorTokens,
        settings: versionSettings,
      });
    } else {
      // A removed folder stands for the files in it.
      const names = files
        .filter((each) => !files.includes(dirname(each)))
        .map((each) => relative(folder, each));
      const milliseconds = Math.round(performance.now() - startedAt);
      report({ event: 'reloaded', changed: names, milliseconds, ...revalidated });
    }
  }

  function crashed(version: Version, exitCode: number | null): void {
    if (current !== version || isClosing) return;
    current = undefined;
    proxy.pause();
    proxy.forwardTo({ problem: 'The gateway has exited. Change a file to start it again.' });
    report({ event: 'crashed', exitCode });
  }

  changed([]);
  return async () => {
    isClosing = true;
    watch.close();
    loading?.abort();
    await currentLoad;
    await current?.finish();
    proxy.close();
    await channels?.close();
    dispose();
  };
}

function startChannels(
  { host, channelsPort: port, channels, keepAliveTimeout }: Settings,
  url: string,
): Promise<EmbeddedChannels> {
  return startEmbeddedChannels({
    host,
    port,
    keepAliveTimeout,
    channels,
    webhookUrl: `${url}/pusher/webhook`,
    // `reconcile` makes up for webhooks that arrive while versions change.
    onError: () => undefined,
  });
}

/** Replaces a store in memory by a temporary file, so that it survives a change of version. */
function sharedStore({ store }: Settings): { store: Settings['store']; dispose: () => void } {
  if (!('sqlite' in store) || store.sqlite !== ':memory:') return { store, dispose: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-'));
  return {
    store: { sqlite: join(folder, 'gateway.db') },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
