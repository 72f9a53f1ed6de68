import { styleText } from 'node:util';

type Line = Record<string, unknown>;

/**
 * Formats a JSON line of the log for a terminal: the time, the level unless it is `info`, the message and its fields. For
 * an error, adds the stack frames in the application's own code.
 */
export function readableLine(json: string): string {
  const { level, time, msg, where: _inMessage, err, ...rest } = JSON.parse(json) as Line;
  const { message, stack } = (err ?? {}) as { message?: string; stack?: string };
  const fields = Object.entries(rest)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const words = [message === undefined ? msg : `${msg}: ${message}`, ...fields];
  const first = [clockOf(time), mark(level), words.join('  ')].filter((each) => each !== '').join(' ');
  return `${[first, ...ownPlaces(stack)].join('\n')}\n`;
}

function clockOf(time: unknown): string {
  return styled('dim', new Date(String(time)).toLocaleTimeString('en', { hourCycle: 'h23' }));
}

function mark(level: unknown): string {
  if (level === 'info') return '';
  return styled(level === 'error' ? 'red' : level === 'warn' ? 'yellow' : 'dim', String(level));
}

/** Omits the stack frames of packages and of Node, which the application cannot fix. */
function ownPlaces(stack = ''): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !/node_modules|node:|<anonymous>\)$/.test(line))
    .map((line) => styled('dim', line));
}

function styled(style: 'dim' | 'red' | 'yellow', text: string): string {
  return styleText(style, text, { stream: process.stderr });
}
