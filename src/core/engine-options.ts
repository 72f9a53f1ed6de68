import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { SerializedError } from '../protocol/index.ts';
import type { Observer } from './observation/index.ts';
import type { Quotas, Retention, SharedViewer, Store, Tracing, Transport, Viewer } from './ports/index.ts';
import type { SubscriptionField } from './schema/index.ts';

/** Rules of a subscription field. They stand beside `resolve` in the resolver map. */
export interface SubscriptionRules<Args = Record<string, unknown>, Event = unknown> {
  /**
   * Returns whether the viewer may subscribe with these arguments. Any result but `true` is `FORBIDDEN`. Called at
   * every subscribe, reconnect and channel authorization, never for an event. `viewer` is absent only where the field's
   * access is `PUBLIC`.
   *
   * For a topic channel, the arguments are those in the channel's name. All others have the value they have when
   * omitted.
   */
  authorize?(args: Args, viewer: Viewer | undefined): boolean | Promise<boolean>;
  /** Returns whether the subscribers of this operation receive the event. The viewer has only the claims in `per`. */
  filter?(event: Event, args: Args, viewer: SharedViewer): boolean | Promise<boolean>;
}

/** Lifetimes and timeouts, in ms. */
export interface Lifetimes {
  /** Lifetime of a registration that is not renewed. Default: 24 h; Pusher ends a connection by then. */
  readonly registration: number;
  /**
   * Lifetime of a registration after its last subscriber left, so that a returning client can recover missed results.
   * Default: 2 min.
   */
  readonly linger: number;
  /** Lease of a mailbox, renewed during a drain. Default: 15 s. */
  readonly lease: number;
  /** Time that `publish` waits for delivery before it resolves with `accepted`. Default: 5 s. */
  readonly publishTimeout: number;
}

export const defaultLifetimes: Lifetimes = {
  registration: 24 * 60 * 60 * 1000,
  linger: 2 * 60 * 1000,
  lease: 15 * 1000,
  publishTimeout: 5 * 1000,
};

/** Results kept per operation, for clients that reconnect. */
export const defaultRetention: Retention = { results: 1000, milliseconds: 10 * 60 * 1000 };

/** Maximum duration of one execution for an event, in ms. */
export const defaultExecutionTimeout = 5_000;

/** Maximum size of an event or a result, in bytes of JSON text. */
export const defaultMaxBytes = 1024 * 1024;

/** Upper bound of `maxEventBytes` and `maxResultBytes`. */
export const largestMaxBytes = 64 * 1024 * 1024;

/** Time that `settle` waits for unfinished work, in ms. */
export const defaultSettleTimeout = 10_000;

/** The collaborators of the engine. */
export interface EngineOptions {
  readonly schema: GraphQLSchema;
  readonly fields: ReadonlyMap<string, SubscriptionField>;
  readonly rules: Readonly<Record<string, SubscriptionRules>>;
  readonly store: Store;
  readonly transport: Transport;
  /** Returns the context of an execution for an event, or a promise of it. Called once per operation and event. */
  contextOf(viewer: SharedViewer): unknown;
  /** Serializes an execution's error for subscribers. */
  formatError(error: GraphQLError): SerializedError;
  /** Called with errors that are not returned to any caller. Must not throw. */
  onError(error: unknown, where: string): void;
  /** Called with what the engine does, for metrics. Default: no observer. */
  readonly observe: Partial<Observer>;
  /** Traces publishing, executing and sending. Default: no tracing. */
  readonly tracing?: Tracing;
  /** Keeps a serverless invocation alive for work that continues after the response. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
  readonly lifetimes: Lifetimes;
  /** `undefined` means no quotas. */
  readonly quotas: Quotas | undefined;
  readonly retention: Retention;
  /**
   * Maximum duration of one execution for an event, including its `filter`, context and resolvers, in ms. After that,
   * the subscribers of the operation receive an error with the code `EXECUTION_TIMEOUT`, and other operations continue.
   * Each time an operation exceeds its timeout, the timeout for its next event is half as long, until one of its
   * executions settles. Default: 5 s.
   */
  readonly executionTimeout: number;
  /** Time that `settle` waits for events that are being sent, in ms. Unsent events stay in the store. Default: 10 s. */
  readonly settleTimeout: number;
  /** Maximum size of an event, in bytes of JSON. A larger event is rejected with `BAD_USER_INPUT`. Default: 1 MiB. */
  readonly maxEventBytes: number;
  /**
   * Maximum size of a result, in bytes of JSON. A larger result becomes an error with the code `RESULT_TOO_LARGE`.
   * Default: 1 MiB.
   */
  readonly maxResultBytes: number;
  /** Resolves with the topic's generation. First ends a generation older than `maxSubscriptionAge`. */
  rotateIfExpired(topic: string): Promise<string>;
  /** The current time, in ms since 1970. */
  now(): number;
  /** Resolves after that many ms. */
  wait(milliseconds: number): Promise<void>;
  /** A number from 0 (inclusive) to 1 (exclusive). */
  random(): number;
  /** Returns an id that is never used twice. */
  newId(): string;
}
