/** The payload of a subscription, its results and its sink: the same shapes as in graphql-ws. */
import type { SerializedError } from '../protocol/index.ts';

/**
 * A query string that carries the types of its data and variables, such as the client preset's `TypedDocumentString`.
 */
export interface TypedQuery<Data, Variables> {
  toString(): string;
  /** Exists in the type only. */
  __apiType?: (variables: Variables) => Data;
}

/** The operation to subscribe to. Other properties, such as the id of a persisted document, are sent as well. */
export interface SubscribePayload<Data = unknown, Variables = Record<string, unknown>> {
  readonly query?: string | TypedQuery<Data, Variables> | undefined;
  readonly variables?: Variables | null | undefined;
  readonly operationName?: string | null | undefined;
  readonly extensions?: Record<string, unknown> | null | undefined;
}

/** No property is ever present with the value `undefined`, so the type also fits under `exactOptionalPropertyTypes`. */
export interface ExecutionResult<Data = Record<string, unknown>, Extensions = unknown> {
  data?: Data | null;
  errors?: readonly SerializedError[];
  extensions?: Extensions;
  hasNext?: boolean;
}

/** Receives a subscription's results. The client calls nothing after `error` or `complete`. */
export interface Sink<Value = unknown> {
  next(value: Value): void;
  /**
   * Ends the subscription with an error: an array of GraphQL errors when the server rejected the operation, an `Error`
   * when the client could not reach the server or Pusher.
   */
  error(error: unknown): void;
  complete(): void;
  /**
   * The subscription is active: it receives every event published from now on. A query that runs now and the results
   * passed to `next` leave no gap between them. The client calls it again after each reconnect, once the subscription
   * has caught up.
   */
  ready?(): void;
  /** Some results are lost for good; newer results follow. For sinks without this method, see {@link lostResults}. */
  lost?(): void;
}

/**
 * The value that the client passes to `next` when results are lost for good; newer results follow. A sink with `lost`
 * gets that call instead. A client with `onLost` calls only `onLost`, because Apollo, urql and Relay would otherwise
 * render the previous data again.
 */
export const lostResults = { data: null, extensions: { pusher: { recovered: false } } } as const;

/**
 * Returns whether a result is {@link lostResults}. If it is, refetch the data that the subscription keeps up to date.
 */
export function isLostResults(result: { extensions?: unknown }): boolean {
  const extensions = result.extensions as Partial<(typeof lostResults)['extensions']> | undefined;
  return extensions?.pusher?.recovered === false;
}
