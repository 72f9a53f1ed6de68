import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { SchemaSignature } from '../../../index.ts';
import type { Settings } from '../../../serve/settings/index.ts';
import type { FromVersion, ToVersion } from './version-message.ts';

type Loaded = Extract<FromVersion, { type: 'loaded' }>;
type Broken = Extract<FromVersion, { type: 'broken' }>;
type Serving = Extract<FromVersion, { type: 'serving' }>;

/** A version of the project, in its own process. */
export interface Version {
  readonly loaded: Loaded;
  /** Starts serving and revalidates registrations. Call it after the previous version has ended. Rejects if the process exits. */
  takeOver(before: SchemaSignature | undefined): Promise<Serving>;
  /** Stops the process. Kills it after {@link stopTimeout}. */
  finish(): Promise<void>;
  /** Calls the listener with the exit code if the process exits without `finish`. */
  onCrash(listener: (exitCode: number | null) => void): void;
}

/** Main file of the process, with the extension of this file: `.ts` or `.js`. */
const entry = import.meta.filename.replace('version-process', 'version-main');

/** How long a version may take to stop, in ms. */
const stopTimeout = 8_000;

/**
 * Starts a process that loads the project in the current folder. `quiet` redirects its stdout to stderr. Resolves with
 * `undefined` when `signal` aborts the load, and kills the process.
 */
export async function startVersion(
  settings: Settings,
  quiet: boolean,
  signal: AbortSignal,
): Promise<Version | Broken | undefined> {
  // A new process rather than new imports: it ends the project's timers and connections, and clears CommonJS caches.
  const child = fork(entry, { stdio: ['ignore', quiet ? 2 : 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  let isFinishing = false;

  function send(message: ToVersion): Promise<FromVersion> {
    const response = new Promise<FromVersion>((resolve) =>
      child.once('message', resolve as (value: unknown) => void),
    );
    const failure = exited.then((code): never => {
      throw new Error(`the project's process exited with ${code === null ? 'a signal' : `code ${code}`}`);
    });
    child.send(message);
    return Promise.race([response, failure]);
  }

  const kill = (): void => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const loaded = await send({ type: 'load', settings }).catch(
    (error: Error): Broken => ({
      type: 'broken',
      problems: [{ message: error.message }],
      files: [],
      schemaPaths: [],
    }),
  );
  signal.removeEventListener('abort', kill);
  if (signal.aborted) {
    kill();
    return undefined;
  }
  if (loaded.type === 'broken') return loaded;
  return {
    loaded: loaded as Loaded,
    takeOver: async (before) => (await send({ type: 'takeOver', before })) as Serving,
    async finish() {
      isFinishing = true;
      if (child.connected) child.send({ type: 'finish' } satisfies ToVersion);
      const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeout);
      await exited;
      clearTimeout(timer);
    },
    onCrash: (listener) => void exited.then((code) => (isFinishing ? undefined : listener(code))),
  };
}
