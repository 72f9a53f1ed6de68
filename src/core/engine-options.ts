import type { GraphQLError, GraphQLSchema } from 'graphql';
import type { SerializedError } from '../protocol/index.ts';
import type { Observer } from './observation/index.ts';
import type { Quotas, Retention, SharedViewer, Store, Tracing, Transport, Viewer } from './ports/index.ts';
import type { SubscriptionField } from './schema/index.ts';

/** What a resolver map may say about a subscription field, beside `resolve`. */
export interface SubscriptionRules<Args = Record<string, unknown>, Event = unknown> {
  /**
   * Whether this viewer may subscribe with these arguments; anything but `true` is `FORBIDDEN`. Asked at every
   * subscribe, reconnect and channel authorisation, never for an event. `viewer` is absent only where the field's access is `PUBLIC`.
   *
   * For a topic channel the arguments are those in the channel's name, and the others as if they had been left out.
   */
  authorize?(args: Args, viewer: Viewer | undefined): boolean | Promise<boolean>;
  /** Whether these subscribers want this event. The viewer has the claims of `per` and no others. */
  filter?(event: Event, args: Args, viewer: SharedViewer): boolean | Promise<boolean>;
}

/** How long things live, in ms. */
export interface Lifetimes {
  /** A registration that nothing renews. Default 24 h: Pusher itself ends a connection by then. */
  readonly registration: number;
  /** A registration whose last subscriber has left, so that one who comes back finds what it missed. Default 2 min. */
  readonly linger: number;
  /** The right to drain a mailbox; renewed while at work. Default 15 s. */
  readonly lease: number;
  /** How long `publish` waits for Pusher before it answers that the event is accepted. Default 5 s. */
  readonly publishTimeout: number;
}

export const defaultLifetimes: Lifetimes = {
  registration: 24 * 60 * 60 * 1000,
  linger: 2 * 60 * 1000,
  lease: 15 * 1000,
  publishTimeout: 5 * 1000,
};

/** What is kept of each operation's results, for those who come back. */
export const defaultRetention: Retention = { results: 1000, milliseconds: 10 * 60 * 1000 };

/** How long one execution for an event may take, in ms. */
export const defaultExecutionTimeout = 5_000;

/** How large one event, or one result, may be, in bytes of JSON text. */
export const defaultMaxBytes = 1024 * 1024;

/** What an option may raise that to. */
export const largestMaxBytes = 64 * 1024 * 1024;

/** How long `settle` waits for work that is under way, in ms. */
export const defaultSettleTimeout = 10_000;

/** The collaborators of the engine. */
export interface EngineOptions {
  readonly schema: GraphQLSchema;
  readonly fields: ReadonlyMap<string, SubscriptionField>;
  readonly rules: Readonly<Record<string, SubscriptionRules>>;
  readonly store: Store;
  readonly transport: Transport;
  /** The context of an execution for an event, or a promise of it; asked once for each operation and event. */
  contextOf(viewer: SharedViewer): unknown;
  /** How an error of an execution is shown to subscribers. */
  formatError(error: GraphQLError): SerializedError;
  /** Told of what went wrong where no caller is left to hear it. Must not throw. */
  onError(error: unknown, where: string): void;
  /** Told of what happens, for metrics and the like. Default: nobody. */
  readonly observe: Partial<Observer>;
  /** Puts publishing, executing and sending into traces. Default: no traces. */
  readonly tracing?: Tracing;
  /** Keeps a serverless request alive for work that goes on after its answer. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
  readonly lifetimes: Lifetimes;
  /** `undefined` for none. */
  readonly quotas: Quotas | undefined;
  readonly retention: Retention;
  /**
   * How long one execution for an event may take, with its `filter`, context and resolvers, in ms. Then it ends as an
   * error with the code `EXECUTION_TIMEOUT` for the subscribers of that operation, and the others go on. An operation
   * that hangs gets half of the time at the next event, and so on; once it ends by itself, all of it. Default 5 s.
   */
  readonly executionTimeout: number;
  /** How long `settle` waits for what is being sent, in ms. What is not sent by then stays stored. Default 10 s. */
  readonly settleTimeout: number;
  /** Bytes of an event, as JSON. A larger one is rejected with `BAD_USER_INPUT`. Default 1 MiB. */
  readonly maxEventBytes: number;
  /** Bytes of a result, as JSON. A larger one ends as an error with the code `RESULT_TOO_LARGE`. Default 1 MiB. */
  readonly maxResultBytes: number;
  /** Reads the topic's generation; first ends one that is older than `maxSubscriptionAge`. */
  rotateIfExpired(topic: string): Promise<string>;
  /** Ms since 1970. */
  now(): number;
  /** Resolves after that many ms. */
  wait(milliseconds: number): Promise<void>;
  /** From 0 up to but not 1. */
  random(): number;
  /** Unique for ever. */
  newId(): string;
}
