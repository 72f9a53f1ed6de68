import {
  type Context,
  context,
  isSpanContextValid,
  type Link,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { Span, Tracing } from '../../core/index.ts';

const kinds = { producer: SpanKind.PRODUCER, client: SpanKind.CLIENT } as const;

/**
 * Creates traces with OpenTelemetry: spans for mutations, publishing, executions and requests to Pusher. Uses the SDK that
 * the application has registered; without an SDK, nothing is traced.
 *
 * @example
 * const gateway = createGateway({ typeDefs, store, transport, tracing: createTracing() });
 */
export function createTracing(tracer: Tracer = trace.getTracer('graphql-pusher')): Tracing {
  return {
    current() {
      const spanContext = trace.getSpanContext(context.active());
      return spanContext && isSpanContextValid(spanContext) ? traceparentOf(spanContext) : undefined;
    },
    span({ name, kind, attributes, parent, links = [] }, work) {
      const options = {
        kind: kind ? kinds[kind] : SpanKind.INTERNAL,
        ...(attributes ? { attributes: withPrefix(attributes) } : {}),
        links: links.flatMap((each): Link[] => {
          const linked = spanContextOf(each);
          return linked ? [{ context: linked }] : [];
        }),
      };
      return tracer.startActiveSpan(name, options, contextOf(parent), async (span) => {
        try {
          return await work();
        } catch (error) {
          const message = error instanceof Error ? error.message : String(error);
          span.recordException(error instanceof Error ? error : message);
          span.setStatus({ code: SpanStatusCode.ERROR, message });
          throw error;
        } finally {
          span.end();
        }
      });
    },
  };
}

function withPrefix(attributes: NonNullable<Span['attributes']>): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, value]) => [`graphql_pusher.${name}`, value]),
  );
}

/** The context of a new span: the given parent, or the active context. */
function contextOf(parent: string | undefined): Context {
  const spanContext = parent === undefined ? undefined : spanContextOf(parent);
  return spanContext ? trace.setSpanContext(context.active(), spanContext) : context.active();
}

/** Formats a W3C `traceparent`, independent of the application's propagator. */
function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

function spanContextOf(traceparent: string): SpanContext | undefined {
  const [, traceId = '', spanId = '', flags = '00'] =
    /^00-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})$/.exec(traceparent) ?? [];
  const spanContext = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(spanContext) ? spanContext : undefined;
}
