/** Formats numbers and times. */

const whole = new Intl.NumberFormat(undefined, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(undefined, { maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

export function count(value: number): string {
  return whole.format(value);
}

/** `1 channel`, `2 channels` */
export function counted(value: number, what: string): string {
  return `${rate(value)} ${what}${value === 1 ? '' : 's'}`;
}

/** `0.3`, `12`, `1,200` */
export function rate(value: number): string {
  return value < 10 ? tenths.format(value) : whole.format(value);
}

/** `0.4 ms`, `12 ms`, `1.3 s` */
export function milliseconds(value: number): string {
  if (value < 10) return `${tenths.format(value)} ms`;
  return value < 1_000 ? `${whole.format(value)} ms` : `${tenths.format(value / 1_000)} s`;
}

/** `14:03:07` */
export function timeOf(at: number): string {
  return clock.format(at);
}

/** `just now`, `12 s ago`, `3 min ago` */
export function ago(at: number, now: number): string {
  const seconds = Math.max(0, Math.round((now - at) / 1_000));
  if (seconds < 2) return 'just now';
  if (seconds < 100) return `${seconds} s ago`;
  return seconds < 6_000 ? `${Math.round(seconds / 60)} min ago` : `${Math.round(seconds / 3_600)} h ago`;
}

/** Indents JSON. Returns other text unchanged. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // The text is cut, or is not JSON.
    return text;
  }
}
