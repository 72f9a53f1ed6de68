/** A step of a trace. */
export interface Span {
  readonly name: string;
  /** `producer` hands work on to somebody, `client` asks somebody. Default: neither. */
  readonly kind?: 'producer' | 'client';
  readonly attributes?: Readonly<Record<string, string | number>>;
  /** What it belongs to, as W3C's `traceparent`. Default: what goes on in this moment. */
  readonly parent?: string | undefined;
  /** What else it belongs to. */
  readonly links?: readonly string[];
}

/**
 * The port to traces: from a mutation through its event to the executions and requests that come of it.
 * `createTracing` of `graphql-pusher/observability/tracing` makes one for OpenTelemetry.
 */
export interface Tracing {
  /** What goes on in this moment, as W3C's `traceparent`; `undefined` when no trace has it. */
  current(): string | undefined;
  /** Runs the work as a step of a trace, which ends with it. Rejects as the work does. */
  span<T>(span: Span, work: () => Promise<T>): Promise<T>;
}

/** Runs the work, as a step of a trace where there are traces. */
export function inSpan<T>(tracing: Tracing | undefined, span: Span, work: () => Promise<T>): Promise<T> {
  return tracing ? tracing.span(span, work) : work();
}
