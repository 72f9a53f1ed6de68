import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { SchemaSignature } from '../../../index.ts';
import type { Settings } from '../../../serve/settings/index.ts';
import type { FromVersion, ToVersion } from './version-message.ts';

type Loaded = Extract<FromVersion, { type: 'loaded' }>;
type Broken = Extract<FromVersion, { type: 'broken' }>;
type Serving = Extract<FromVersion, { type: 'serving' }>;

/** A version of the project in a process of its own. */
export interface Version {
  readonly loaded: Loaded;
  /** Has it check what is registered, when the version before is gone. Rejects when it ends meanwhile. */
  takeOver(before: SchemaSignature | undefined): Promise<Serving>;
  /** Resolves when it has ended, by force after a while. */
  finish(): Promise<void>;
  /** Calls back with the exit code should it end unasked. */
  onCrash(listener: (exitCode: number | null) => void): void;
}

/** The entry of the process, with the extension that this file has. */
const entry = import.meta.filename.replace('version-process', 'version-main');

/** How long a version may take to finish, in ms. */
const grace = 8_000;

/**
 * Starts a process that loads the project in the current folder. `quiet`: what it prints goes to stderr. `undefined` when
 * nobody wants it any more before it has loaded, be it that it never would.
 */
export async function startVersion(
  settings: Settings,
  quiet: boolean,
  unwanted: AbortSignal,
): Promise<Version | Broken | undefined> {
  // A process and not only fresh imports: whatever the project holds (timers, connections, CommonJS) goes with it.
  const child = fork(entry, { stdio: ['ignore', quiet ? 2 : 'inherit', 'inherit', 'ipc'] });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  let isFinishing = false;

  function ask(message: ToVersion): Promise<FromVersion> {
    const answer = new Promise<FromVersion>((resolve) =>
      child.once('message', resolve as (value: unknown) => void),
    );
    const gone = exited.then((code): never => {
      throw new Error(`the project's process ended with ${code === null ? 'a signal' : `exit code ${code}`}`);
    });
    child.send(message);
    return Promise.race([answer, gone]);
  }

  const abandon = (): void => void child.kill('SIGKILL');
  unwanted.addEventListener('abort', abandon);
  const loaded = await ask({ type: 'load', settings }).catch(
    (error: Error): Broken => ({
      type: 'broken',
      problems: [{ message: error.message }],
      files: [],
      schemaPaths: [],
    }),
  );
  unwanted.removeEventListener('abort', abandon);
  if (unwanted.aborted) {
    abandon();
    return undefined;
  }
  if (loaded.type === 'broken') return loaded;
  return {
    loaded: loaded as Loaded,
    takeOver: async (before) => (await ask({ type: 'takeOver', before })) as Serving,
    async finish() {
      isFinishing = true;
      if (child.connected) child.send({ type: 'finish' } satisfies ToVersion);
      const timer = setTimeout(() => child.kill('SIGKILL'), grace);
      await exited;
      clearTimeout(timer);
    },
    onCrash: (listener) => void exited.then((code) => (isFinishing ? undefined : listener(code))),
  };
}
