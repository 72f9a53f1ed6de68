import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The repository. */
export const root = join(import.meta.dirname, '../..');

/** A process that a test has started. */
export interface StartedProcess {
  readonly process: ChildProcess;
  /** Its next line of output, that of errors included. */
  line(): Promise<string>;
  /** Sends the signal, and resolves with the exit code when the process is gone. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Runs a TypeScript file of the repository with this Node, as `npm start` does. */
export function startProcess(
  file: string,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): StartedProcess {
  const child = spawn(process.execPath, ['--conditions=graphql-pusher-source', join(root, file), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const waiting: ((line: string) => void)[] = [];
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      const next = waiting.shift();
      if (next) next(line);
      else lines.push(line);
    });
  }
  return {
    process: child,
    line() {
      const line = lines.shift();
      return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line);
    },
    async stop(signal = 'SIGKILL') {
      child.kill(signal);
      const [code] = await closed;
      return code as number | null;
    },
  };
}
