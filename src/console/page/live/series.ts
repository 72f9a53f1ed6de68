import { chartSeconds, type Live, quantile } from './live-store.ts';
import type { Bins } from './spread.ts';

/** The values of a chart: `null` where the value is unknown. */
export type Values = readonly (number | null)[];

/** Window of the latency quantiles, in ms. With a shorter window the line would jump with every event. */
const latencyWindow = 10_000;

/** Initial length of a chart, in seconds. It grows with the data, so that a new chart is not mostly empty. */
const firstSeconds = 20;

/** Returns the seconds of a chart, oldest first, without the newest: some gateways have not reported it completely. */
export function secondsOf({ at, events }: Pick<Live, 'at' | 'events'>): number[] {
  const last = Math.floor(at / 1_000) - 1;
  const known = last - Math.min(...events.keys()) + 1;
  const length = Math.min(chartSeconds, Math.max(firstSeconds, known));
  return Array.from({ length }, (_, index) => last - length + 1 + index);
}

/** Returns the count of each second; `null` until the first complete second. The first frame starts within a second. */
export function valuesOf(bins: Bins, seconds: readonly number[]): Values {
  const first = Math.min(...bins.keys());
  return seconds.map((second) => (second <= first ? null : (bins.get(second) ?? 0)));
}

/** Returns, for each second, a quantile of the latencies of the ten seconds before its end. */
export function latenciesOf(
  { samples }: Pick<Live, 'samples'>,
  seconds: readonly number[],
  part: number,
): Values {
  return seconds.map((second) => latencyUntil(samples, (second + 1) * 1_000, part) ?? null);
}

/** Returns a quantile of the latencies of the last ten seconds. */
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

/** Returns the average of the last few known values. It is steadier than the newest value, so it is easier to read. */
export function currentOf(values: Values, last = 3): number | undefined {
  const known = values.slice(-last).filter((value) => value !== null);
  return known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : undefined;
}
