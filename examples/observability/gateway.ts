/** A gateway with logs, metrics and traces. */
// #region gateway
import { createGateway, type GatewayOptions } from 'graphql-pusher';
import { createLog, logErrors, logWhatHappens } from 'graphql-pusher/observability';
import { createMetrics } from 'graphql-pusher/observability/metrics';
import { createTracing } from 'graphql-pusher/observability/tracing';

/** `options` holds the schema, the store, the transport and so on. */
export function createObservedGateway(options: GatewayOptions) {
  const log = createLog({ level: 'info' });
  return createGateway({
    ...options,
    observe: logWhatHappens(log),
    onError: logErrors(log),
    metrics: createMetrics(),
    tracing: createTracing(),
  });
}
// #endregion gateway
