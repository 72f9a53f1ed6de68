import type { Command } from 'commander';
import { SettingsError } from '../../serve/settings/index.ts';
import { ProjectError } from '../project/index.ts';

/** Exit codes of a command, besides 0 for success. */
export const exitCode = {
  /** The gateway or Pusher rejected a valid request, or `doctor` found a problem. */
  refused: 1,
  /** The command line, a setting or the project is invalid. */
  unusable: 2,
  /** The gateway, Pusher or the store is unreachable. */
  unreachable: 3,
} as const;

/** The last lines of each `--help`. */
export const exitCodesHelp = `
Exit codes: 0 success, 1 rejected, 2 invalid command line, setting or project, 3 gateway, Pusher or store unreachable.`;

/** A command that failed. The message is one line. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';
  readonly exitCode: number;

  constructor(message: string, code: keyof typeof exitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode[code];
  }
}

/** Wraps an action: a failure ends the process with one line on stderr, or one line per problem of a project. */
export function failing<Args extends unknown[]>(
  run: (...args: Args) => Promise<void>,
): (...args: Args) => Promise<void> {
  return async (...args) => {
    try {
      await run(...args);
    } catch (error) {
      // Commander passes the command itself as the last argument.
      (args.at(-1) as Command).error(failureLine(error), { exitCode: exitCodeOf(error) });
    }
  };
}

function failureLine(error: unknown): string {
  if (error instanceof ProjectError) return error.message;
  const message = describeSystemError(error) ?? messageOf(error);
  return `error: ${oneLine(message)}`;
}

/** The message of an outage names only what is unreachable. Its cause has the reason. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isOutage = /_UNAVAILABLE$/.test(String((error as { code?: unknown }).code));
  return isOutage && error.cause instanceof Error ? messageWithCauses(error) : error.message;
}

/** Describes common errors of the operating system, and how to fix them. */
function describeSystemError(error: unknown): string | undefined {
  const { code, path, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === 'EADDRINUSE')
    return `another process is listening on ${address}:${port}. Stop that process, or choose another port with --port (PORT).`;
  if (code === 'ENOENT' && path !== undefined) return `${path}: no such file`;
  return undefined;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommandFailure) return error.exitCode;
  if (error instanceof ProjectError || error instanceof SettingsError) return exitCode.unusable;
  const { code, syscall } = error as { code?: unknown; syscall?: unknown };
  if (code === 'PUSHER_UNAVAILABLE' || code === 'STORE_UNAVAILABLE' || syscall === 'connect')
    return exitCode.unreachable;
  // An error of the operating system, such as a port in use or a missing file.
  return syscall === undefined ? exitCode.refused : exitCode.unusable;
}

/** Joins the lines of a text into one. */
function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

/** The messages of an error and its causes on one line. `fetch failed` alone explains nothing. */
export function messageWithCauses(error: unknown): string {
  const messages = messagesOf(error).map((each) => each.replace(/\.$/, ''));
  return oneLine([...new Set(messages)].join(': '));
}

function messagesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  // A host with several addresses fails with an AggregateError: one error per address, and no message of its own.
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const own = error.message === '' ? [] : [error.message];
  return inner === undefined ? own : [...own, ...messagesOf(inner)];
}
