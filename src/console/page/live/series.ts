import { chartSeconds, type Live } from './live-store.ts';
import { quantile } from './quantile.ts';
import type { Bins } from './spread.ts';

/** What a chart draws: `null` where nothing is known. */
export type Values = readonly (number | null)[];

/** Seconds back that a latency stays in view: less, and the line would jump with every event. */
const latencyWindow = 10_000;

/** A chart begins with so many seconds, and grows as more is known: else it would be an empty one for long. */
const firstSeconds = 20;

/** The seconds of a chart, oldest first. The last one is not over yet for every gateway, so it is left out. */
export function secondsOf({ at, events }: Pick<Live, 'at' | 'events'>): number[] {
  const last = Math.floor(at / 1_000) - 1;
  const known = last - Math.min(...events.keys()) + 1;
  const length = Math.min(chartSeconds, Math.max(firstSeconds, known));
  return Array.from({ length }, (_, index) => last - length + 1 + index);
}

/** What was counted in each second; nothing before the first frame that is known. */
export function valuesOf(bins: Bins, seconds: readonly number[]): Values {
  const first = Math.min(...bins.keys());
  return seconds.map((second) => (second < first ? null : (bins.get(second) ?? 0)));
}

/** A quantile of the latencies of the last ten seconds, at each second. */
export function latenciesOf(
  { samples }: Pick<Live, 'samples'>,
  seconds: readonly number[],
  part: number,
): Values {
  return seconds.map((second) => latencyUntil(samples, (second + 1) * 1_000, part) ?? null);
}

/** The same, up to now. */
export function latencyNow({ samples, at }: Pick<Live, 'samples' | 'at'>, part: number): number | undefined {
  return latencyUntil(samples, at, part);
}

function latencyUntil(samples: Live['samples'], end: number, part: number): number | undefined {
  const within = samples
    .filter(({ at }) => at <= end && at > end - latencyWindow)
    .map(({ milliseconds }) => milliseconds)
    .sort((one, other) => one - other);
  return quantile(within, part);
}

/** The average of the last few values that are known: steadier than the newest, for a number that people read. */
export function currentOf(values: Values, last = 3): number | undefined {
  const known = values.slice(-last).filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined;
}
