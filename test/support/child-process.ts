import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';

/** The repository. */
export const root = join(import.meta.dirname, '../..');

/** A process that a test has started. */
export interface StartedProcess {
  readonly process: ChildProcess;
  /** Its next line of output. Rejects when it ends without one, with what it said of errors. */
  line(): Promise<string>;
  /** Its next line of log or error. */
  errorLine(): Promise<string>;
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
  const output = linesOf(child.stdout);
  const errors = linesOf(child.stderr);
  return {
    process: child,
    line: async () => {
      const line = await output.next();
      if (line !== undefined) return line;
      throw new Error(`${file} ended: ${errors.rest().join('\n')}`);
    },
    errorLine: async () => {
      const line = await errors.next();
      if (line !== undefined) return line;
      throw new Error(`${file} ended.`);
    },
    async stop(signal = 'SIGKILL') {
      child.kill(signal);
      const [code] = await closed;
      return code as number | null;
    },
  };
}

interface Lines {
  /** `undefined` when there will be none. */
  next(): Promise<string | undefined>;
  /** Those that nobody took. */
  rest(): readonly string[];
}

function linesOf(input: Readable): Lines {
  const waiting: ((line: string | undefined) => void)[] = [];
  const lines: string[] = [];
  let ended = false;
  createInterface({ input })
    .on('line', (line) => {
      const next = waiting.shift();
      if (next) next(line);
      else lines.push(line);
    })
    .on('close', () => {
      ended = true;
      for (const next of waiting.splice(0)) next(undefined);
    });
  return {
    next: () =>
      lines.length > 0 || ended
        ? Promise.resolve(lines.shift())
        : new Promise((resolve) => waiting.push(resolve)),
    rest: () => lines,
  };
}
