/** `graphql-pusher/observability`: metrics, logs and traces of what a gateway does. */
export type { ChannelsFigures } from './channels-metrics.ts';
export { createLog, type LogLevel, type LogOptions, logLevels } from './create-log.ts';
export { createMetrics, type MetricsOptions, type PrometheusMetrics } from './create-metrics.ts';
export { createTracing } from './create-tracing.ts';
export { type Log, logErrors, logWhatHappens } from './log-what-happens.ts';
