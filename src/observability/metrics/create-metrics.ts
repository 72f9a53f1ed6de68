import { collectDefaultMetrics, Registry } from 'prom-client';
import { type Census, codeOf, type MetricsSource } from '../../core/index.ts';
import { steadyClock } from '../../protocol/index.ts';
import { type ChannelsFigures, defineChannelsMetrics } from './channels-metrics.ts';
import { defineMetrics } from './define-metrics.ts';
import { setGauges } from './set-gauges.ts';
import { updateMetrics } from './update-metrics.ts';

/** Options of {@link createMetrics}. */
export interface MetricsOptions {
  /** Registry to add the metrics to, so that `/metrics` includes the application's own metrics. Default: a new registry. */
  readonly register?: Registry;
  /** Token that requests to `/metrics` must carry as `Authorization: Bearer …`. Default: none, so `/metrics` is public. */
  readonly token?: string;
  /** Returns the statistics of a Channels server in this process: `() => server.stats()`. */
  readonly channels?: () => ChannelsFigures;
  /** Adds Node's own metrics, such as memory and event loop. Default: false. */
  readonly processMetrics?: boolean;
  /** How long a count of the store's content is reused, in ms. Default: 10,000. A count reads every registration. */
  readonly censusAge?: number;
  /** Returns the time in ms since 1970. Default: `Date.now`. */
  readonly now?: () => number;
}

/** Metrics for a gateway, and their registry. */
export interface PrometheusMetrics extends MetricsSource {
  readonly register: Registry;
}

/**
 * Creates metrics for Prometheus. Needs the package `prom-client`.
 *
 * @example
 * const gateway = createGateway({ typeDefs, store, transport, metrics: createMetrics() });
 * // GET /metrics
 */
export function createMetrics(options: MetricsOptions = {}): PrometheusMetrics {
  const { register = new Registry(), channels, token, censusAge = 10_000, now = Date.now } = options;
  const metrics = defineMetrics(register);
  if (channels) defineChannelsMetrics(register, channels);
  if (options.processMetrics) collectDefaultMetrics({ register });
  const elapsed = steadyClock(now);
  let countedAt = Number.NEGATIVE_INFINITY;

  async function count(takeCensus: () => Promise<Census>): Promise<void> {
    if (elapsed() - countedAt < censusAge) return;
    countedAt = elapsed();
    const census = await takeCensus().catch((error: unknown) => {
      metrics.errors.inc({ code: codeOf(error) ?? 'UNEXPECTED' });
      return undefined;
    });
    setGauges(metrics, census, now());
  }

  return {
    observer: updateMetrics(metrics, now),
    register,
    contentType: register.contentType,
    ...(token === undefined ? {} : { token }),
    async render(takeCensus) {
      await count(takeCensus);
      return register.metrics();
    },
  };
}
