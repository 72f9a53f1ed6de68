import pino, { type DestinationStream, type Logger } from 'pino';
import { readableLine } from './readable-line.ts';

/** Log levels. Each level includes those after it. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** Log formats. `text` is for people; do not parse it. */
export const logFormats = ['json', 'text'] as const;

/** One of {@link logFormats}. */
export type LogFormat = (typeof logFormats)[number];

/** Options of {@link createLog}. */
export interface LogOptions {
  /** Default: `info`. */
  readonly level?: LogLevel;
  /** Default: `json`. */
  readonly format?: LogFormat | undefined;
  /** Default: stderr, written synchronously, so that a crash loses no line. */
  readonly destination?: DestinationStream;
}

/** Keys whose values are redacted, up to two levels deep. */
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

/** Creates a `pino` log that writes one line per message and redacts secrets. */
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
