import { createYoga } from 'graphql-yoga';
import {
  createCensus,
  gatewayErrorIn,
  guardTracing,
  maskError,
  type SharedViewer,
  type Viewer,
} from '../core/index.ts';
import { type GatewayEngine, type GatewayOptions, queryParameters } from '../gateway/index.ts';
import type { Authenticate } from '../jwt/index.ts';
import { createParserCache, type Hardening } from '../security/index.ts';
import { useConsolePage } from './use-console-page.ts';
import { useGraphiQLPage } from './use-graphiql-page.ts';
import { useInputCodes } from './use-input-codes.ts';
import { useJsonResults } from './use-json-results.ts';
import { useMetrics } from './use-metrics.ts';
import { useMutationSpans } from './use-mutation-spans.ts';
import { documentIdParameter, usePersistedOperations } from './use-persisted-operations.ts';
import { usePusherEndpoints } from './use-pusher-endpoints.ts';
import { usePusherSubscriptions } from './use-pusher-subscriptions.ts';
import { useReadiness } from './use-readiness.ts';
import { useRejectEmptyBatch } from './use-reject-empty-batch.ts';

/** Maximum number of operations in one HTTP request. */
const maxOperationsPerRequest = 10;

interface Collaborators extends GatewayEngine {
  readonly hardening: Hardening;
  readonly authenticate: Authenticate;
  readonly requestId: () => string | undefined;
  ownContext(viewer: Viewer | SharedViewer | undefined): object;
}

/** Creates the Yoga server. Its plugins process each request in order before it reaches the engine. */
export function createGatewayServer(
  options: GatewayOptions,
  { hardening, authenticate, requestId, ownContext, engine, schema, watch, observation }: Collaborators,
) {
  const { store, metrics, tracing, persistedOperations, executionTimeout, now = Date.now } = options;
  const { onError, transport, waiting, console } = observation;
  const { maxRequestBytes, rateLimits, rejectForged } = hardening;

  return createYoga<object, object>({
    schema,
    batching: { limit: maxOperationsPerRequest },
    extraParamNames: [documentIdParameter],
    landingPage: false,
    cors: hardening.cors,
    maxRequestBodySize: maxRequestBytes,
    parserAndValidationCache: createParserCache(),
    logging: logOf(onError),
    maskedErrors: { maskError: (error, message) => maskError(error, message, requestId()) },
    // Yoga's own GraphiQL loads its files from a CDN.
    graphiql: false,
    context: async ({ request }) => {
      const viewer = await authenticate(request, queryParameters(request));
      return { ...(await options.context?.({ viewer, request })), ...ownContext(viewer) };
    },
    plugins: [
      useRejectEmptyBatch(),
      useInputCodes(),
      ...hardening.plugins,
      ...((options.graphiql ?? options.introspection ?? true) ? [useGraphiQLPage()] : []),
      ...(tracing ? [useMutationSpans(guardTracing(tracing, { executionTimeout, onError }))] : []),
      ...(console && options.console !== false ? [useConsolePage()] : []),
      ...(metrics
        ? [useMetrics(metrics, { takeCensus: createCensus(store, transport, waiting), rateLimits, onError })]
        : []),
      ...(persistedOperations ? [usePersistedOperations(persistedOperations)] : []),
      useReadiness({ store, transport, now }),
      usePusherEndpoints({
        ...{ engine, transport, authenticate, watch, onError, requestId, now },
        ...{ maxRequestBytes, rateLimits, rejectForged },
      }),
      useJsonResults({ requestId, onError }),
      usePusherSubscriptions(engine, options.dialect ?? 'native', { rateLimits, authenticate }),
    ],
  });
}

/** Yoga's logger. Reports internal errors only. Errors caused by the client are in the response, and that is enough. */
function logOf(onError: NonNullable<GatewayOptions['onError']>) {
  const silent = (): void => undefined;
  // Yoga logs some errors twice.
  const logged = new WeakSet<object>();
  return {
    debug: silent,
    info: silent,
    warn: silent,
    error: (error: unknown) => {
      if (typeof error === 'object' && error !== null) {
        if (logged.has(error)) return;
        logged.add(error);
      }
      const expected = gatewayErrorIn(error);
      if (!expected || expected.status >= 500) onError(error, 'processing a request');
    },
  };
}
