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

/** What happens while a project is being developed. */
export type DevEvent =
  | {
      /** The first version is there. */
      readonly event: 'serving';
      readonly url: string;
      readonly channelsUrl?: string | undefined;
      readonly takesOurTokens: boolean;
      /** Where tokens are signed for it. */
      readonly settings: Settings;
    }
  | ({
      readonly event: 'reloaded';
      readonly changed: readonly string[];
      readonly milliseconds: number;
    } & Revalidated)
  /** A change cannot be used; the version before goes on. */
  | { readonly event: 'broken'; readonly problems: readonly Problem[]; readonly isServing: boolean }
  /** A change takes its time: something that it imports may wait for what never comes. */
  | { readonly event: 'loading'; readonly seconds: number }
  | { readonly event: 'crashed'; readonly exitCode: number | null };

/** Ms after which whoever waits for a change is told that it is still being loaded. */
const slow = 5_000;

/** Options of {@link startDevServer}. */
export interface DevOptions {
  readonly folder: string;
  readonly settings: Settings;
  /** Keeps stdout free of what the project prints. */
  readonly quiet: boolean;
  report(event: DevEvent): void;
}

/** Serves the project in a folder, and each version that it is changed to. Resolves with how to end that. */
export async function startDevServer({
  folder,
  settings,
  quiet,
  report,
}: DevOptions): Promise<() => Promise<void>> {
  const door = await openDevProxy(settings);
  let channels: EmbeddedChannels | undefined;
  try {
    channels = settings.pusher ? undefined : await startChannels(settings, door.url);
  } catch (error) {
    door.close();
    throw error;
  }
  const { store, dispose } = keptStore(settings);
  const kept: Settings = {
    ...settings,
    store,
    jwtSecret: settings.jwtSecret ?? jwtSecretBeside(store),
    pusher: channels?.pusher ?? settings.pusher,
  };
  let current: Version | undefined;
  let signature: SchemaSignature | undefined;
  let working: Promise<void> | undefined;
  let waiting: Set<string> | undefined;
  /** What is being loaded is not wanted any more once there is a newer change. */
  let loading: AbortController | undefined;
  let isClosing = false;
  const watch = watchFiles(folder, changed);

  function changed(files: readonly string[]): void {
    if (working) {
      waiting = new Set([...(waiting ?? []), ...files]);
      loading?.abort();
      return;
    }
    working = load(files)
      .catch((error: unknown) => {
        report({ event: 'broken', problems: problemsOf(error, folder), isServing: false });
      })
      .finally(() => {
        working = undefined;
        const next = waiting;
        waiting = undefined;
        if (next && !isClosing) changed([...next]);
      });
  }

  async function load(files: readonly string[]): Promise<void> {
    const startedAt = performance.now();
    const version = await loadVersion();
    if (!version) {
      // What it would have told is told with the newer one.
      waiting = new Set([...files, ...(waiting ?? [])]);
      return;
    }
    if ('type' in version) {
      const known = current?.loaded;
      // What the old version is made of counts still, since that is what will be mended.
      const all = [...(known?.files ?? []), ...version.files];
      watch.lookAfter(
        { files: all, schemaPaths: [...(known?.schemaPaths ?? []), ...version.schemaPaths] },
        true,
      );
      if (!current) door.lead({ problem: version.problems.map(formatProblem).join('\n') });
      report({ event: 'broken', problems: version.problems, isServing: current !== undefined });
      return;
    }
    watch.lookAfter(version.loaded, false);
    await handOver(version, files, startedAt);
  }

  async function loadVersion(): ReturnType<typeof startVersion> {
    loading = new AbortController();
    const timer = setTimeout(() => report({ event: 'loading', seconds: slow / 1_000 }), slow);
    try {
      return await startVersion({ ...kept, port: 0, host: '127.0.0.1' }, quiet, loading.signal);
    } finally {
      clearTimeout(timer);
      loading = undefined;
    }
  }

  /** Never two versions at once: no event of the one is executed by the schema of the other. */
  async function handOver(version: Version, files: readonly string[], startedAt: number): Promise<void> {
    const isFirst = signature === undefined;
    door.hold();
    await current?.finish();
    current = version;
    version.onCrash((exitCode) => crashed(version, exitCode));
    const { type: _serving, signature: its, ...revalidated } = await version.takeOver(signature);
    signature = its;
    door.lead(version.loaded.port);
    if (isFirst) {
      const { takesOurTokens } = version.loaded;
      report({ event: 'serving', url: door.url, channelsUrl: channels?.url, takesOurTokens, settings: kept });
    } else {
      // Of a folder that has gone it is enough to name the folder.
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
    door.hold();
    door.lead({ problem: 'The gateway has ended; change a file to start it again.' });
    report({ event: 'crashed', exitCode });
  }

  changed([]);
  return async () => {
    isClosing = true;
    watch.close();
    loading?.abort();
    await working;
    await current?.finish();
    door.close();
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
    // A webhook that a version could not take is made up for by `reconcile`.
    onError: () => undefined,
  });
}

/** One version hands its store to the next, so it cannot be in its memory. */
function keptStore({ store }: Settings): { store: Settings['store']; dispose: () => void } {
  if (!('sqlite' in store) || store.sqlite !== ':memory:') return { store, dispose: () => undefined };
  const folder = mkdtempSync(join(tmpdir(), 'graphql-pusher-'));
  return {
    store: { sqlite: join(folder, 'gateway.db') },
    dispose: () => rmSync(folder, { recursive: true, force: true }),
  };
}
