import pino, { type DestinationStream, type Logger } from 'pino';

/** How much is told: each level tells what those after it tell, too. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** One of {@link logLevels}. */
export type LogLevel = (typeof logLevels)[number];

/** How to make a log. */
export interface LogOptions {
  /** Default `info`. */
  readonly level?: LogLevel;
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
export function createLog({ level = 'info', destination }: LogOptions = {}): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
}
