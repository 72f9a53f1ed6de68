/**
 * The port to storage. Every implementation passes `test/contracts/store.ts`.
 *
 * Time is the store's own clock, one for all processes that share the storage: Redis's, or the machine's for a file.
 * Callers pass durations in ms and no moments, so their clocks do not matter. Every method rejects with
 * `GatewayError('STORE_UNAVAILABLE')` when the storage cannot be reached, and has then changed nothing or all.
 */
import type { Position } from '../../protocol/index.ts';
import type { RateCounters } from './rate-counters.ts';

/** One subscription document with its variables, as one viewer (or all who agree on `claims`) may run it. */
export interface Operation {
  /** The hash of all that shapes its results. */
  readonly id: string;
  /** The topic whose events it wants: one topic, for ever. */
  readonly topic: string;
  /** The topic's generation when the operation was authorised. */
  readonly generation: string;
  /** The subscription field. */
  readonly field: string;
  /** Printed, with only what the operation uses. */
  readonly document: string;
  readonly operationName?: string;
  /** JSON, from which every coercion derives the same values: see `keepVariables`. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The claims named by `per`: all that the execution may know of its viewers. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/**
 * How messages on a channel look: our own protocol, a plain event for any Pusher SDK, or what a peer's client expects.
 * `sse` stands for a subscriber who reads the log itself, so nothing is sent on its channel.
 */
export type Dialect = 'native' | 'topic' | 'sse' | CompatDialect;

/** The stored fact that a channel wants an operation's results. */
export interface Registration {
  readonly channel: string;
  readonly operation: string;
  readonly topic: string;
  readonly dialect: Dialect;
  /** The rest of its life in ms, unless it is renewed. */
  readonly expiresIn: number;
}

/** An operation with the channels that want it. */
export interface Subscribed {
  readonly operation: Operation;
  readonly channels: readonly { readonly channel: string; readonly dialect: Dialect }[];
}

/** Remembers who wants what. An operation lives while it has a registration that has not expired. */
export interface Registrations {
  /**
   * Adds the channel to the operation, or renews it to `ttl` ms from now (an expiry further away stays), and answers
   * the operation's position. An operation that was not alive starts anew, with an empty log under a new epoch:
   * nobody executed it meanwhile, so its old positions say nothing.
   *
   * `undefined` when the topic has no generation or another one than `operation.generation`: nothing was stored.
   */
  add(
    operation: Operation,
    channel: { channel: string; dialect: Dialect },
    ttl: number,
  ): Promise<Position | undefined>;
  /** The live operations of a topic, each once, with their live channels. In no particular order. */
  byTopic(topic: string): Promise<Subscribed[]>;
  /** The live operations that a channel carries: one for an operation channel, one a field for a topic channel. */
  byChannel(channel: string): Promise<Operation[]>;
  /** Moves the expiry of the channel's live registrations to `ttl` ms from now, sooner or later than it was. */
  expireIn(channel: string, ttl: number): Promise<void>;
  /** Removing an unknown channel is not an error: webhooks arrive twice. */
  remove(channel: string): Promise<void>;
  /** Whether one more operation may be: this one lives already, or its topic has fewer than `limit` that do. */
  hasRoom(operation: OperationRef, limit: number): Promise<boolean>;
  /**
   * Notes for `ttl` ms that `holder` wants something; wanting it again renews that. False when the holder wants `limit`
   * other things already, and then nothing was noted.
   */
  hold(holder: string, what: string, bounds: { limit: number; ttl: number }): Promise<boolean>;
  /** Every live registration, in no particular order; what changes meanwhile may be missed. */
  all(): AsyncIterable<Registration>;
  /** Deletes what has expired, with the logs of operations that have ended; answers how many registrations went. */
  sweep(): Promise<number>;
}

/** An event that a topic's operations have yet to see. */
export interface MailboxEvent {
  /** Unique for ever. */
  readonly id: string;
  /** JSON text. */
  readonly body: string;
}

/**
 * The right to drain a topic's mailbox, held by one at a time. It is lost when it was given back, or when it ran out and
 * somebody else took the topic; one that ran out and that nobody took is still its holder's.
 */
export interface Lease {
  readonly topic: string;
  /** Unique for each time that the lease is given out. */
  readonly token: string;
}

/** A lease that was just given out, and what waited. */
export interface AcquiredLease {
  readonly lease: Lease;
  readonly events: MailboxEvent[];
}

/**
 * What became of a lease: `free` (given back, nothing waits), `kept` (others wait), `lost` (somebody else has the topic).
 */
export type Acknowledged = 'free' | 'kept' | 'lost';

/** An event that Pusher refused for good, kept for whoever looks after the system. */
export interface DeadLetter extends MailboxEvent {
  readonly topic: string;
  readonly reason: string;
  /** In ms since 1970. */
  readonly at: number;
}

/** A durable queue for each topic. */
export interface Mailboxes {
  /** Durable when it resolves. An id that waits already is not added twice. */
  append(topic: string, event: MailboxEvent): Promise<void>;
  /**
   * Takes the topic, and answers up to `limit` of its oldest events. `undefined` when somebody else holds it. A lease
   * that is not renewed within `ttl` ms is free again.
   */
  acquire(topic: string, ttl: number, limit: number): Promise<AcquiredLease | undefined>;
  /** Renews the lease to `ttl` ms from now and answers up to `limit` of the oldest events; `undefined` when the lease is lost. */
  take(lease: Lease, limit: number, ttl: number): Promise<MailboxEvent[] | undefined>;
  /**
   * Removes events that are done with, and gives the lease back unless others wait, so that an event which was appended
   * while the holder was finishing is not left behind. When the lease was lost before, nothing is removed.
   */
  acknowledge(lease: Lease, ids: readonly string[]): Promise<Acknowledged>;
  /** Takes an event out of the mailbox into the dead letters. False when the lease is lost. */
  setAside(lease: Lease, id: string, reason: string): Promise<boolean>;
  /** Gives the lease back though events may wait: after an outage. One that was lost before changes nothing. */
  release(lease: Lease): Promise<void>;
  /** How many events wait in the topic's mailbox. */
  depth(topic: string): Promise<number>;
  /** Topics in whose mailbox events wait and whose lease is free. */
  waiting(): AsyncIterable<string>;
  /** Newest first, `limit` at the most. */
  deadLetters(limit: number): Promise<DeadLetter[]>;
}

/** One result to be numbered. */
export interface LogEntry {
  readonly operation: string;
  readonly eventId: string;
  /** JSON text of the result. */
  readonly body: string;
}

/** A result with its number. */
export interface LoggedEntry extends LogEntry {
  readonly position: Position;
}

/**
 * How much of a log is kept: a result is dropped when either limit is passed, the oldest first. It still is found by its
 * event as long as that waits in the mailbox, so that a late retry gets the same number.
 */
export interface Retention {
  readonly results: number;
  readonly milliseconds: number;
}

/** What has been sent on each operation, numbered. */
export interface Logs {
  /**
   * Numbers and keeps the results, all or none, in the given order. One whose event the operation's log already has
   * keeps the number and the body that it got then. One whose operation has ended meanwhile is left out of the answer.
   * `undefined` when the lease is lost: nothing was kept.
   *
   * `known` has positions that logs had before, by operation. A log that ends before its known position is restarted
   * first, as by {@link Logs.restart}.
   */
  append(
    lease: Lease,
    entries: readonly LogEntry[],
    retention: Retention,
    known?: ReadonlyMap<string, Position>,
  ): Promise<LoggedEntry[] | undefined>;
  /**
   * Restarts the log, empty and under a new epoch, if it ends before `known` in the epoch of `known`: the storage has
   * lost results that were numbered (a restored backup, a lagging replica), and would give their numbers out again.
   * Changes nothing otherwise, so concurrent calls restart a log once. `known` must be a position that the log had, not
   * one that a client claims. Resolves with the position where the log ends then, or `undefined` when the operation is
   * not alive.
   */
  restart(operation: OperationRef, known: Position): Promise<Position | undefined>;
  /**
   * Reads the results after `position`, in order: as many as fit into `maxBytes` of JSON text, at least one, and all of
   * them up to `top` by default. `entries` is `undefined` when the epoch is another, the position lies ahead, or a
   * result in between is no longer kept. Resolves with `undefined` when the operation is not alive.
   */
  since(
    operation: OperationRef,
    position: Position,
    maxBytes?: number,
  ): Promise<{ top: Position; entries: LoggedEntry[] | undefined } | undefined>;
  /** Calls `listener` soon after something was appended, by whichever process; also now and then for nothing. */
  follow(operation: OperationRef, listener: () => void): Promise<() => Promise<void>>;
}

/** Where an operation is found. */
export type OperationRef = Pick<Operation, 'id' | 'topic'>;

/** An operation under the next generation that goes on where one of the last generation ends. */
export interface Successor {
  /** The id of the operation that ends. */
  readonly of: string;
  readonly operation: Operation;
  /** Its operation channel, registered in the native dialect for those who are still allowed to ask for it. */
  readonly channel: string;
}

/** A topic's generation is part of its operations' hashes: another generation, other operation channels. */
export interface Generation {
  readonly id: string;
  /** Time since the generation began, by the store's own clock, in ms. */
  readonly age: number;
}

/** What follows a topic's generation. */
export interface Renewal {
  /** The id of the generation that ends. */
  readonly from: string;
  /** The id of the next generation. Never used before. */
  readonly generation: string;
  /**
   * The ids of all operations that the caller has read. When it is given and another operation of the topic is alive,
   * nothing changes: that operation would end without a successor. When it is absent, such operations end.
   */
  readonly known?: readonly string[];
  /** One whose predecessor is not alive any more is passed over. */
  readonly successors: readonly Successor[];
  /** How long the successors' registrations live, in ms. */
  readonly ttl: number;
}

export interface Generations {
  /**
   * Reads the topic's generation. A topic without one (it is new, or the store lost its data) gets a random one, the
   * same for concurrent callers: a generation that ended once never comes back. The store may forget the generation of
   * a topic that has no live operation.
   */
  current(topic: string): Promise<Generation>;
  /**
   * Ends the topic's operations at once (their registrations and logs go) and returns the channels that they had. The
   * numbering and the results of one with a successor move to the successor, so that its positions stay valid there.
   *
   * Resolves with `undefined`, and changes nothing, when `from` is not the topic's generation any more, or when
   * `known` lacks a live operation. Read both again and retry.
   */
  renew(topic: string, renewal: Renewal): Promise<string[] | undefined>;
}

export interface Store {
  readonly registrations: Registrations;
  readonly mailboxes: Mailboxes;
  readonly logs: Logs;
  readonly generations: Generations;
  /** Counts for all processes that share the storage. Absent where there is no such thing: each counts by itself. */
  readonly rateCounters?: RateCounters;
  /** Resolves when the storage answers. */
  ready(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Dialects of other servers' clients. Their libraries break when two consumers share a channel, so each subscription
 * has one of its own: `private-gql-r-<nonce>.<owner>`. The owner's mark says whose it is without a look at the store.
 */
export type CompatDialect = 'graphql-ruby' | 'lighthouse';
