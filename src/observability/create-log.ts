import pino, { type DestinationStream, type Logger } from 'pino';
import { readableLine } from './readable-line.ts';

/** How much is told: each level tells what those after it tell, too. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** `text` is for people: one does not parse it. */
export const logFormats = ['json', 'text'] as const;

/** One of {@link logFormats}. */
export type LogFormat = (typeof logFormats)[number];

/** How to make a log. */
export interface LogOptions {
  /** Default `info`. */
  readonly level?: LogLevel;
  /** Default `json`. */
  readonly format?: LogFormat | undefined;
  /** Default: stderr, written at once, so that the last line before a crash is there. */
  readonly destination?: DestinationStream;
}

/** What is nobody's business, wherever it stands in a line. */
const secrets = [
  'token',
  'authorization',
  'secret',
  'jwtSecret',
  'password',
  'cookie',
  'auth',
  'sharedSecret',
];

/** A log of one JSON line each, by `pino`, without secrets. */
export function createLog({ level = 'info', format = 'json', destination }: LogOptions = {}): Logger {
  const lines = destination ?? pino.destination({ dest: 2, sync: true });
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    },
    format === 'json' ? lines : { write: (line) => void lines.write(readableLine(line)) },
  );
}
