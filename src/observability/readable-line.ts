import { styleText } from 'node:util';

type Line = Record<string, unknown>;

/**
 * A line of the log for whoever sits at a terminal: the time of day, the level where it is not `info`, what happened and
 * its facts, and of an error the places in the application's own code.
 */
export function readableLine(json: string): string {
  const { level, time, msg, where: _inMessage, err, ...facts } = JSON.parse(json) as Line;
  const { message, stack } = (err ?? {}) as { message?: string; stack?: string };
  const told = Object.entries(facts)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const words = [message === undefined ? msg : `${msg}: ${message}`, ...told];
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

/** Frames of packages and of Node tell nothing that one could mend. */
function ownPlaces(stack = ''): string[] {
  return stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line) && !/node_modules|node:|<anonymous>\)$/.test(line))
    .map((line) => styled('dim', line));
}

function styled(style: 'dim' | 'red' | 'yellow', text: string): string {
  return styleText(style, text, { stream: process.stderr });
}
