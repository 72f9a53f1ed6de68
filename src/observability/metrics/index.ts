/** `graphql-pusher/observability/metrics`: metrics for Prometheus. Needs the package `prom-client`. */
import '../../protocol/node-version.ts';

export type { ChannelsFigures } from './channels-metrics.ts';
export { createMetrics, type MetricsOptions, type PrometheusMetrics } from './create-metrics.ts';
