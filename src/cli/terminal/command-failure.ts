import type { Command } from 'commander';
import { SettingsError } from '../../serve/settings/index.ts';
import { ProjectError } from '../project/index.ts';
import { oneLine } from './one-line.ts';

/** What a command's end says to a script. 0: it is done. */
export const exitCode = {
  /** Asked for properly, and the answer was no; or `doctor` has found something. */
  refused: 1,
  /** The command line, a setting or the project cannot be used. */
  unusable: 2,
  /** The gateway, Pusher or the store does not answer. */
  unreachable: 3,
} as const;

/** For the end of each `--help`. */
export const exitCodesHelp = `
Exit codes: 0 done, 1 refused, 2 the command line, a setting or the project cannot be used, 3 nobody answers.`;

/** A command that cannot do what it was asked; the message is one line. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: number;

  constructor(message: string, code: keyof typeof exitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode[code];
  }
}

/** An action whose failure ends the process with one line on stderr (one for each problem of a project). */
export function failing<Args extends unknown[]>(
  run: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await run(...args);
    } catch (error) {
      // Commander hands the command itself over as the last argument.
      (args.at(-1) as Command).error(lineOf(error), { exitCode: exitCodeOf(error) });
    }
  };
}

function lineOf(error: unknown): string {
  if (error instanceof ProjectError) return error.message;
  const message = ofSystem(error) ?? withCause(error);
  return `error: ${oneLine(message)}`;
}

/** An outage says itself only who does not answer. */
function withCause(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOutage = /_UNAVAILABLE$/.test(String((error as { code?: unknown }).code));
  if (!isOutage || !(error.cause instanceof Error)) return error.message;
  return `${error.message.replace(/\.$/, '')}: ${error.cause.message}`;
}

/** What the system says often, in words that tell what to do. */
function ofSystem(error: unknown): string | undefined {
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `${address}:${port} is taken: is it running already? Else take another port (PORT, CHANNELS_PORT, --port).`;
  if (code === 'ENOENT' && path !== undefined) return `${path}: there is no such file`;
  return undefined;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailure) return error.exitCode;
  if (error instanceof ProjectError || error instanceof SettingsError) return exitCode.unusable;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (code === 'PUSHER_UNAVAILABLE' || code === 'STORE_UNAVAILABLE' || syscall === 'connect')
    return exitCode.unreachable;
  // What the system says of a port that is taken, a file that is not there.
  return syscall === undefined ? exitCode.refused : exitCode.unusable;
}
