import { fork } from 'node:child_process';
import type { Answer, Call, Calls, Ready } from './calls.ts';

/** A process of the benchmark, with the calls that it answers. */
export interface Child<C extends Calls> {
  /** What it said when it was ready. */
  readonly ready: unknown;
  readonly pid: number;
  /** From its start to its first word, in ms. */
  readonly startedIn: number;
  call<Name extends keyof C & string>(
    name: Name,
    argument: Parameters<C[Name]>[0],
  ): Promise<Awaited<ReturnType<C[Name]>>>;
  stop(): Promise<void>;
}

/** How long a child may take to become ready, and to end once it was asked to. */
const patience = 30_000;

/** Written beside the working directory when `BENCH_PROFILE` names a folder, one file for each process. */
function profileArguments(): string[] {
  const folder = process.env.BENCH_PROFILE;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

/** Starts a process from a file beside this folder: `servers/gateway.ts`. */
export async function startChild<C extends Calls>(file: string, argument: unknown): Promise<Child<C>> {
  const path = new URL(`../${file}`, import.meta.url);
  const begin = performance.now();
  const child = fork(path, [JSON.stringify(argument)], {
    execArgv: ['--conditions=graphql-pusher-source', '--expose-gc', ...profileArguments()],
    env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let lastId = 0;

  const ready = await new Promise<unknown>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`${file} did not become ready.`));
    }, patience);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as Ready).ready);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${file} ended with ${code} before it was ready.`));
    });
  });
  const startedIn = performance.now() - begin;

  child.on('message', (message) => {
    const answer = message as Answer;
    const waiting = pending.get(answer.id);
    pending.delete(answer.id);
    if ('error' in answer) waiting?.reject(new Error(`${file}: ${answer.error}`));
    else waiting?.resolve(answer.result);
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of pending.values()) reject(new Error(`${file} ended by ${signal ?? code}.`));
  });

  return {
    ready,
    pid: child.pid ?? 0,
    startedIn,
    call(name, argument) {
      const { promise, resolve, reject } = Promise.withResolvers<never>();
      const id = ++lastId;
      pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
      child.send({ id, name, argument } satisfies Call);
      // Who asked may be busy with another child when this one fails, and asks for the answer later.
      promise.catch(() => undefined);
      return promise;
    },
    async stop() {
      // It ends by itself when its parent is gone, and so writes its profile.
      if (child.connected) child.disconnect();
      const kill = setTimeout(() => child.kill('SIGKILL'), patience);
      await ended;
      clearTimeout(kill);
    },
  };
}
