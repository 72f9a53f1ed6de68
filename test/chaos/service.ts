import type { StartedProcess } from '../support/child-process.ts';
import { startProcess } from '../support/child-process.ts';

/** A process that dies and comes back during a run. */
export interface Service {
  readonly name: string;
  /** Where it listens; `undefined` while it is down. */
  readonly url: string | undefined;
  /** What it printed, the last lines of it. */
  readonly output: string[];
  /** Ends that nobody asked for. */
  readonly crashes: string[];
  start(): Promise<void>;
  /** SIGKILL unless another signal is named. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** SIGSTOP: it keeps its connections and its leases, and does nothing. */
  freeze(): void;
  /** SIGCONT. */
  thaw(): void;
}

/** How much of the output is kept. */
const keptLines = 400;

/** A process says `… listening on <url>` when it is ready. `env` is asked at each start. */
export function createService(
  name: string,
  file: string,
  env: () => NodeJS.ProcessEnv,
  onLine: (line: string) => void = () => undefined,
): Service {
  let running: StartedProcess | undefined;
  let url: string | undefined;
  const output: string[] = [];
  const crashes: string[] = [];
  const killAtExit = (): void => void running?.process.kill('SIGKILL');
  process.once('exit', killAtExit);

  async function listen(started: StartedProcess): Promise<void> {
    const gone = new Promise<never>((_, reject) => {
      started.process.once('exit', (code, signal) => {
        if (running === started) crashes.push(`${name} ended by itself: ${code ?? signal}`);
        reject(new Error(`${name} ended:\n${output.slice(-20).join('\n')}`));
      });
    });
    const ready = Promise.withResolvers<string>();
    const read = async (next: () => Promise<string>): Promise<void> => {
      for (;;) {
        const line = await next();
        onLine(line);
        output.push(line);
        if (output.length > keptLines) output.shift();
        const listening = / listening on (\S+)$/.exec(line)?.[1];
        if (listening) ready.resolve(listening);
      }
    };
    // Until it ends, which is heard of above.
    for (const next of [started.line, started.errorLine]) read(next).catch(() => undefined);
    // Only until it listens does anybody wait for the end.
    gone.catch(() => undefined);
    url = await Promise.race([ready.promise, gone]);
  }

  return {
    name,
    get url() {
      return url;
    },
    output,
    crashes,
    async start() {
      running = startProcess(file, [], env());
      await listen(running);
    },
    async stop(signal = 'SIGKILL') {
      const stopping = running;
      running = undefined;
      url = undefined;
      await stopping?.stop(signal);
    },
    freeze: () => void running?.process.kill('SIGSTOP'),
    thaw: () => void running?.process.kill('SIGCONT'),
  };
}
