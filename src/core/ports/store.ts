/**
 * The port to storage. Every implementation passes `test/contracts/store.ts`.
 *
 * The store uses its own clock, shared by all processes that share the storage: the clock of Redis, or of the machine
 * for a file. Callers pass durations in ms, never points in time, so their clocks do not matter. Every method rejects
 * with `GatewayError('STORE_UNAVAILABLE')` when the storage cannot be reached. The method has then changed either
 * nothing or everything.
 */
import type { Position } from '../../protocol/index.ts';
import type { RateCounters } from './rate-counters.ts';

/** A subscription document with its variables, executed once for all viewers who share the same `claims`. */
export interface Operation {
  /** Hash of everything that shapes the results. */
  readonly id: string;
  /** The topic whose events the operation receives. It never changes. */
  readonly topic: string;
  /** The topic's generation when the operation was authorized. */
  readonly generation: string;
  /** The subscription field. */
  readonly field: string;
  /** Printed document, without definitions that the operation does not use. */
  readonly document: string;
  readonly operationName?: string;
  /** Variables as JSON. Each coercion of them returns the same values: see `keepVariables`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The claims listed in `per`: everything that an execution can read about its viewers. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * Format of the messages on a channel: our own protocol (`native`), a plain event for any Pusher SDK (`topic`), or the
 * format of another library's client. With `sse`, the subscriber reads the log, and nothing is sent on its channel.
 */
export type Dialect = 'native' | 'topic' | 'sse' | CompatDialect;

/** A channel that receives an operation's results. */
export interface Registration {
  readonly channel: string;
  readonly operation: string;
  readonly topic: string;
  readonly dialect: Dialect;
  /** Time until the registration expires, in ms, unless it is renewed. */
  readonly expiresIn: number;
}

/** An operation with the channels that receive its results. */
export interface Subscribed {
  readonly operation: Operation;
  readonly channels: readonly { readonly channel: string; readonly dialect: Dialect }[];
}

/** Stores registrations. An operation lives while it has a registration that has not expired. */
export interface Registrations {
  /**
   * Adds the channel to the operation, or renews its registration to `ttl` ms from now (a later expiry stays). Resolves
   * with the operation's position. An operation that was not alive starts with an empty log under a new epoch: it was
   * not executed in the meantime, so its old positions are invalid.
   *
   * Resolves with `undefined`, and stores nothing, when the topic has no generation or another one than
   * `operation.generation`.
   */
  add(
    operation: Operation,
    channel: { channel: string; dialect: Dialect },
    ttl: number,
  ): Promise<Position | undefined>;
  /** Resolves with the live operations of a topic, each once, with their live channels, in no particular order. */
  byTopic(topic: string): Promise<Subscribed[]>;
  /**
   * Resolves with the live operations of a channel: one for an operation channel, one per field for a topic channel.
   */
  byChannel(channel: string): Promise<Operation[]>;
  /** Sets the expiry of the channel's live registrations to `ttl` ms from now, whether that is sooner or later. */
  expireIn(channel: string, ttl: number): Promise<void>;
  /** Removes the channel's registrations. Removing an unknown channel is not an error: webhooks can arrive twice. */
  remove(channel: string): Promise<void>;
  /**
   * Resolves with `true` when the operation is already alive, or when its topic has fewer than `limit` live operations.
   */
  hasRoom(operation: OperationRef, limit: number): Promise<boolean>;
  /**
   * Counts `what` for `holder` for `ttl` ms; counting it again renews that. Resolves with `false`, and counts nothing,
   * when the holder already has `limit` other entries.
   */
  hold(holder: string, what: string, bounds: { limit: number; ttl: number }): Promise<boolean>;
  /** Yields every live registration, in no particular order. Concurrent changes may be missed. */
  all(): AsyncIterable<Registration>;
  /**
   * Deletes expired registrations and the logs of ended operations. Resolves with the number of deleted registrations.
   */
  sweep(): Promise<number>;
}

/** An event waiting to be executed for a topic's operations. */
export interface MailboxEvent {
  /** Never used twice. */
  readonly id: string;
  /** JSON text. */
  readonly body: string;
}

/**
 * The exclusive right to drain a topic's mailbox. A lease is lost when it was released, or when it expired and another
 * drain acquired the topic. An expired lease that no other drain acquired is still valid.
 */
export interface Lease {
  readonly topic: string;
  /** Unique for each acquisition. */
  readonly token: string;
}

/** A newly acquired lease, with the waiting events. */
export interface AcquiredLease {
  readonly lease: Lease;
  readonly events: MailboxEvent[];
}

/**
 * State of a lease: `free` (released, no events wait), `kept` (more events wait), `lost` (another drain has the topic).
 */
export type Acknowledged = 'free' | 'kept' | 'lost';

/** An event that Pusher rejected permanently, kept for operators. */
export interface DeadLetter extends MailboxEvent {
  readonly topic: string;
  readonly reason: string;
  /** In ms since 1970. */
  readonly at: number;
}

/** One durable queue per topic. */
export interface Mailboxes {
  /** Appends an event. The event is durable when this resolves. An id that already waits is not added again. */
  append(topic: string, event: MailboxEvent): Promise<void>;
  /**
   * Acquires the topic's lease and resolves with up to `limit` of its oldest events, or with `undefined` when another
   * drain holds the lease. A lease that is not renewed within `ttl` ms expires.
   */
  acquire(topic: string, ttl: number, limit: number): Promise<AcquiredLease | undefined>;
  /**
   * Renews the lease to `ttl` ms from now. Resolves with up to `limit` of the oldest events, or with `undefined` when
   * the lease is lost.
   */
  take(lease: Lease, limit: number, ttl: number): Promise<MailboxEvent[] | undefined>;
  /**
   * Removes processed events. Releases the lease unless more events wait, so an event that was appended in the meantime
   * is not left behind. Removes nothing when the lease is lost.
   */
  acknowledge(lease: Lease, ids: readonly string[]): Promise<Acknowledged>;
  /** Moves an event from the mailbox to the dead letters. Resolves with `false` when the lease is lost. */
  setAside(lease: Lease, id: string, reason: string): Promise<boolean>;
  /** Releases the lease although events may wait, as after an outage. Does nothing when the lease is lost. */
  release(lease: Lease): Promise<void>;
  /** Resolves with the number of events waiting in the topic's mailbox. */
  depth(topic: string): Promise<number>;
  /** Yields topics that have waiting events and a free lease. */
  waiting(): AsyncIterable<string>;
  /** Resolves with at most `limit` dead letters, newest first. */
  deadLetters(limit: number): Promise<DeadLetter[]>;
}

/** A result to be appended to a log. */
export interface LogEntry {
  readonly operation: string;
  readonly eventId: string;
  /** JSON text of the result. */
  readonly body: string;
}

/** A result with its position in the log. */
export interface LoggedEntry extends LogEntry {
  readonly position: Position;
}

/**
 * Limits of a log: the oldest results are dropped when either limit is exceeded. A dropped result can still be found by
 * its event while that event waits in the mailbox, so that a late retry gets the same offset.
 */
export interface Retention {
  readonly results: number;
  readonly milliseconds: number;
}

/** The numbered results of each operation. */
export interface Logs {
  /**
   * Numbers and stores the results in the given order, all or none. A result whose event is already in the operation's
   * log keeps its stored offset and body. A result whose operation has ended in the meantime is left out of the
   * returned entries. Resolves with `undefined`, and stores nothing, when the lease is lost.
   *
   * `known` maps operations to positions that their logs had before. A log that ends before its known position is
   * restarted first, as by {@link Logs.restart}.
   */
  append(
    lease: Lease,
    entries: readonly LogEntry[],
    retention: Retention,
    known?: ReadonlyMap<string, Position>,
  ): Promise<LoggedEntry[] | undefined>;
  /**
   * Restarts the log, empty and under a new epoch, if it ends before `known` in the epoch of `known`. The storage has
   * then lost results (a restored backup, a lagging replica) and would assign their offsets again. Does nothing
   * otherwise, so concurrent calls restart a log once. `known` must be a position that the log had, not a position that
   * a client claims. Resolves with the position where the log then ends, or with `undefined` when the operation is not
   * alive.
   */
  restart(operation: OperationRef, known: Position): Promise<Position | undefined>;
  /**
   * Reads the results after `position` in order: at least one, and as many as fit into `maxBytes` of JSON text. The
   * default is all results up to `top`. `entries` is `undefined` when the epoch differs, when `position` is ahead of
   * the log, or when a result in between was dropped. Resolves with `undefined` when the operation is not alive.
   */
  since(
    operation: OperationRef,
    position: Position,
    maxBytes?: number,
  ): Promise<{ top: Position; entries: LoggedEntry[] | undefined } | undefined>;
  /**
   * Calls `listener` soon after any process appends to the log, and occasionally without a new result. Resolves with a
   * function that removes the listener.
   */
  follow(operation: OperationRef, listener: () => void): Promise<() => Promise<void>>;
}

/** The fields that locate an operation. */
export type OperationRef = Pick<Operation, 'id' | 'topic'>;

/** An operation under the next generation that continues an operation of the previous one. */
export interface Successor {
  /** The id of the operation that ends. */
  readonly of: string;
  readonly operation: Operation;
  /** The successor's operation channel, registered in the `native` dialect for viewers who are still authorized. */
  readonly channel: string;
}

/** A topic's generation. It is part of the operations' hashes, so a new generation means new operation channels. */
export interface Generation {
  readonly id: string;
  /** Time since the generation began, in ms, by the store's clock. */
  readonly age: number;
}

/** The generation that follows a topic's current one. */
export interface Renewal {
  /** Id of the generation that ends. */
  readonly from: string;
  /** Id of the next generation. Never used before. */
  readonly generation: string;
  /**
   * Ids of all operations that the caller has read. If given, nothing changes when the topic has another live
   * operation: that operation would end without a successor. If absent, such operations end.
   */
  readonly known?: readonly string[];
  /** Successors of operations that are no longer alive are ignored. */
  readonly successors: readonly Successor[];
  /** Lifetime of the successors' registrations, in ms. */
  readonly ttl: number;
}

export interface Generations {
  /**
   * Resolves with the topic's generation. A topic without one (it is new, or the store lost its data) gets a random
   * one, the same for concurrent callers: an ended generation never returns. The store may forget the generation of a
   * topic without live operations.
   */
  current(topic: string): Promise<Generation>;
  /**
   * Ends the topic's operations at once, removes their registrations and logs, and resolves with the channels they had.
   * The log of an operation with a successor moves to the successor, so that its positions stay valid there.
   *
   * Resolves with `undefined`, and changes nothing, when `from` is no longer the topic's generation, or when `known`
   * lacks a live operation. Read both again and retry.
   */
  renew(topic: string, renewal: Renewal): Promise<string[] | undefined>;
}

export interface Store {
  readonly registrations: Registrations;
  readonly mailboxes: Mailboxes;
  readonly logs: Logs;
  readonly generations: Generations;
  /** Rate counters for all processes that share the storage. If absent, each process counts by itself. */
  readonly rateCounters?: RateCounters;
  /** Resolves when the storage is reachable. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Dialects for clients of other servers. Their libraries fail when two consumers share a channel, so each subscription
 * has its own channel: `private-gql-r-<nonce>.<owner>`. The owner's mark identifies the viewer without a request to the
 * store.
 */
export type CompatDialect = 'graphql-ruby' | 'lighthouse';
