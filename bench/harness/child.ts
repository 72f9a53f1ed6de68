import { fork } from 'node:child_process';
import type { Call, Calls, Ready, Response } from './calls.ts';

/** A process of the benchmark, with its calls. */
export interface Child<C extends Calls> {
  /** The value that the child sent when it was ready. */
  readonly ready: unknown;
  readonly pid: number;
  /** Time from the start of the process to its first message, in ms. */
  readonly startedIn: number;
  call<Name extends keyof C & string>(
    name: Name,
    argument: Parameters<C[Name]>[0],
  ): Promise<Awaited<ReturnType<C[Name]>>>;
  stop(): Promise<void>;
}

/** Maximum time for a child to become ready, and to exit, in ms. */
const childTimeout = 30_000;

/** If `BENCH_PROFILE` is set to a folder, each process writes a CPU profile there. */
function profileArguments(): string[] {
  const folder = process.env.BENCH_PROFILE;
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : [];
}

/** Starts a process from a file, relative to `bench`: `servers/gateway.ts`. */
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
      reject(new Error(`${file} was not ready within ${childTimeout / 1_000} s.`));
    }, childTimeout);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as Ready).ready);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      reject(new Error(`${file} exited with code ${code} before it was ready.`));
    });
  });
  const startedIn = performance.now() - begin;

  child.on('message', (message) => {
    const response = message as Response;
    const waiting = pending.get(response.id);
    pending.delete(response.id);
    if ('error' in response) waiting?.reject(new Error(`${file}: ${response.error}`));
    else waiting?.resolve(response.result);
  });
  child.on('exit', (code, signal) => {
    for (const { reject } of pending.values())
      reject(new Error(`${file} exited during a call (${signal ?? code}).`));
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
      // The caller may await the result later. Without this, an earlier rejection would be unhandled.
      promise.catch(() => undefined);
      return promise;
    },
    async stop() {
      // A child exits by itself on disconnect. Unlike a killed process, it then writes its profile.
      if (child.connected) child.disconnect();
      const kill = setTimeout(() => child.kill('SIGKILL'), childTimeout);
      await ended;
      clearTimeout(kill);
    },
  };
}
