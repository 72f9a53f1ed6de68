/** `graphql-pusher/observability/tracing`: traces with OpenTelemetry. Needs the package `@opentelemetry/api`. */
import '../../protocol/node-version.ts';

export { createTracing } from './create-tracing.ts';
