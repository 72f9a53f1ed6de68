import { collectDefaultMetrics, Registry } from 'prom-client';
import type { Census, MetricsSource } from '../../core/index.ts';
import { steadyClock } from '../../protocol/index.ts';
import { type ChannelsFigures, defineChannelsMetrics } from './channels-metrics.ts';
import { codeOf } from './code-of.ts';
import { countWhatHappens } from './count.ts';
import { defineMetrics } from './define-metrics.ts';
import { setGauges } from './set-gauges.ts';

/** How to make metrics. */
export interface MetricsOptions {
  /** The application's own registry, for its metrics to be answered together with ours. Default: a new one. */
  readonly register?: Registry;
  /** Whoever asks for `/metrics` must show it as `Authorization: Bearer …`. Default: anybody may ask. */
  readonly token?: string;
  /** Of a Channels server in this process: `() => server.stats()`. */
  readonly channels?: () => ChannelsFigures;
  /** Whether Node's own metrics (memory, event loop) are there too. Default false. */
  readonly processMetrics?: boolean;
  /** For how long a count of what the store holds is good, in ms. Default 10,000: counting reads every registration. */
  readonly censusAge?: number;
  /** Ms since 1970. */
  readonly now?: () => number;
}

/** Metrics for a gateway, and the registry that they are in. */
export interface PrometheusMetrics extends MetricsSource {
  readonly register: Registry;
}

/**
 * Metrics for Prometheus, by `prom-client`, which the application installs.
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
      metrics.errors.inc({ code: codeOf(error) });
      return undefined;
    });
    setGauges(metrics, census, now());
  }

  return {
    observer: countWhatHappens(metrics, now),
    register,
    contentType: register.contentType,
    ...(token === undefined ? {} : { token }),
    async render(takeCensus) {
      await count(takeCensus);
      return register.metrics();
    },
  };
}
