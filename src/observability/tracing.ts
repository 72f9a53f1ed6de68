/** `graphql-pusher/observability/tracing`: traces by OpenTelemetry. Needs the package `@opentelemetry/api`. */
export { createTracing } from './create-tracing.ts';
