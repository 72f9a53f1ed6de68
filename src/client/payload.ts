/** What an application hands in and gets out; the same shapes as those of graphql-ws. */
import type { SerializedError } from '../protocol/index.ts';

/** A document as text that knows its types, such as the client preset's `TypedDocumentString`. */
export interface TypedQuery<Data, Variables> {
  toString(): string;
  /** Never there. */
  __apiType?: (variables: Variables) => Data;
}

/** A subscription to start. Other properties, such as the id of a persisted document, are sent along. */
export interface SubscribePayload<Data = unknown, Variables = Record<string, unknown>> {
  readonly query?: string | TypedQuery<Data, Variables> | undefined;
  readonly variables?: Variables | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** Never has a property that is `undefined`, so that it fits where `exactOptionalPropertyTypes` is minded. */
export interface ExecutionResult<Data = Record<string, unknown>, Extensions = unknown> {
  data?: Data | null;
  errors?: readonly SerializedError[];
  extensions?: Extensions;
  hasNext?: boolean;
}

/** Receives a subscription's results. After `error` or `complete` nothing follows. */
export interface Sink<Value = unknown> {
  next(value: Value): void;
  /**
   * Either the GraphQL errors with which the server refused the operation, as an array, or an `Error` when server or
   * Pusher could not be reached.
   */
  error(error: unknown): void;
  complete(): void;
  /**
   * The subscription stands: whatever is published from now on reaches it, so a query made now and what `next` brings
   * leave no hole between them. Called again after each lost connection, when what was missed has been handed on.
   */
  ready?(): void;
  /** Results are lost for good, and those that come go on after them. Without it see {@link lostResults}. */
  lost?(): void;
}

/**
 * Handed to `next` where results are lost for good; the results go on after it. Sinks with `lost` get that in its
 * place, and clients with `onLost` hand on neither: Apollo, urql and Relay would show the last data again.
 */
export const lostResults = { data: null, extensions: { pusher: { recovered: false } } } as const;

/** Whether this is the result that tells of lost ones: the time to fetch afresh what the subscription keeps up to date. */
export function isLostResults(result: { extensions?: unknown }): boolean {
  const extensions = result.extensions as Partial<(typeof lostResults)['extensions']> | undefined;
  return extensions?.pusher?.recovered === false;
}
