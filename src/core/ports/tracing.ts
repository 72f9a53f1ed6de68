/** A step of a trace. */
export interface Span {
  readonly name: string;
  /** `producer` hands work to another process, `client` sends a request. Default: neither. */
  readonly kind?: 'producer' | 'client';
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** The parent, as W3C's `traceparent`. Default: the active span. */
  readonly parent?: string | undefined;
  /** Related spans, as W3C's `traceparent`. */
  readonly links?: readonly string[];
}

/**
 * The port to tracing, from a mutation through its event to the executions and requests that follow. `createTracing` of
 * `graphql-pusher/observability/tracing` implements it for OpenTelemetry.
 */
export interface Tracing {
  /** Returns the active span as W3C's `traceparent`, or `undefined` without one. */
  current(): string | undefined;
  /** Runs the work in a span that ends with it. Rejects as the work does. */
  span<T>(span: Span, work: () => Promise<T>): Promise<T>;
}

/** Runs the work in a span if tracing is enabled. */
export function inSpan<T>(tracing: Tracing | undefined, span: Span, work: () => Promise<T>): Promise<T> {
  return tracing ? tracing.span(span, work) : work();
}
