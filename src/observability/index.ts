/** `graphql-pusher/observability`: metrics, logs and traces of what a gateway does. */
export type { ChannelsFigures } from './channels-metrics.ts';
export { createMetrics, type MetricsOptions, type PrometheusMetrics } from './create-metrics.ts';
