import { maxEventsPerBatch } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { Lease, MailboxEvent, Operation, Subscribed } from '../ports/index.ts';
import { fieldOfTopic } from '../schema/index.ts';
import { deliverResults } from './deliver-results.ts';
import type { Outgoing } from './encode-result.ts';
import { keepRenewing, leaseLost } from './mailbox-lease.ts';
import { createNumberResults, type NumberResults } from './number-results.ts';
import type { ResultsForEvents } from './results-for-events.ts';
import type { Send } from './send.ts';
import { createShrinkingSizes } from './shrinking-sizes.ts';

/** Final state of an event: `sent`, or `refused` when Pusher rejected one of its messages permanently. */
export type EventOutcome =
  | { readonly status: 'sent' }
  | { readonly status: 'refused'; readonly reason: string };

/** The collaborators of {@link createDrain}. */
export interface DrainOptions
  extends Pick<EngineOptions, 'store' | 'lifetimes' | 'retention' | 'onError' | 'observe' | 'tracing'> {
  readonly resultsForEvents: ResultsForEvents;
  readonly send: Send;
  /** Returns the channels of a topic that need no registration. */
  publicTopicChannels(topic: string): Subscribed[];
  /** Returns `true` when waiting events must be left to another process. */
  isStopping(): boolean;
  /** Called for each event some time after it has left the mailbox. */
  onOutcome(eventId: string, outcome: EventOutcome): void;
}

/**
 * Sends the events of a topic's mailbox, strictly in order, unless another drain holds the lease. Resolves when this
 * drain has nothing left to do. Rejects when an outage stops it; the events then stay in the mailbox.
 *
 * Every step can be repeated after a crash: an event leaves the mailbox last, and a result that is already in the log
 * keeps its offset.
 */
export type Drain = (topic: string) => Promise<void>;

/** State of one drain of one topic. */
interface DrainRun {
  readonly lease: Lease;
  /** Outcomes not yet reported to their publishers. */
  readonly outcomes: [eventId: string, outcome: EventOutcome][];
  /** Results that Pusher has accepted, of events that still wait. They are not sent again. */
  readonly delivered: Set<string>;
}

type BatchOptions = DrainOptions & { readonly numberResults: NumberResults };

export function createDrain(input: DrainOptions): Drain {
  const options: BatchOptions = { ...input, numberResults: createNumberResults(input) };
  const { lifetimes, isStopping, onError } = options;
  const { mailboxes } = options.store;
  const batchSizes = createShrinkingSizes();

  /** Reads fewer events after a failure: they may be too large to be read in time. */
  async function inBatches<T>(topic: string, read: (limit: number) => Promise<T>): Promise<T> {
    const limit = batchSizes.of(topic, maxEventsPerBatch);
    try {
      return await read(limit);
    } catch (error) {
      batchSizes.shrink(topic, limit);
      throw error;
    }
  }

  return async (topic) => {
    const acquired = await inBatches(topic, (limit) => mailboxes.acquire(topic, lifetimes.lease, limit));
    if (!acquired) return;
    const { lease } = acquired;
    const run: DrainRun = { lease, outcomes: [], delivered: new Set() };
    const stopRenewing = keepRenewing(options, lease);
    try {
      let { events } = acquired;
      while (await drainBatch(options, run, events)) {
        const more = await inBatches(topic, (limit) => mailboxes.take(lease, limit, lifetimes.lease));
        if (!more) {
          leaseLost(options, lease);
          break;
        }
        reportOutcomes(options, run);
        if (isStopping()) {
          await mailboxes.release(lease);
          break;
        }
        events = more;
      }
      batchSizes.grow(topic);
    } catch (error) {
      // Release the lease at once, so that the next publisher or sweep need not wait for it to expire.
      await mailboxes.release(lease).catch((failure: unknown) => onError(failure, `releasing ${topic}`));
      throw error;
    } finally {
      stopRenewing();
      reportOutcomes(options, run);
    }
  };
}

/**
 * Reports outcomes to publishers, but only after the lease is released, or while other publishers' events are being
 * sent. A serverless process may be frozen as soon as it has the outcome, and a lease that it still held would block
 * the topic.
 */
function reportOutcomes(
  { observe, onOutcome }: DrainOptions,
  { lease: { topic }, outcomes }: DrainRun,
): void {
  for (const [id, outcome] of outcomes.splice(0)) {
    observe.eventSettled?.({ topic, field: fieldOfTopic(topic), eventId: id, ...outcome });
    onOutcome(id, outcome);
  }
}

/**
 * Executes and sends events, and removes them from the mailbox. Resolves with `true` when more events wait, and with
 * `false` when the lease is released or lost.
 */
async function drainBatch(
  options: BatchOptions,
  run: DrainRun,
  events: readonly MailboxEvent[],
): Promise<boolean> {
  if (events.length === 0) return acknowledge(options, run, []);
  const { lease, delivered, outcomes } = run;
  // Read registrations after the events: a registration that was added before an event must receive it.
  const registered = await options.store.registrations.byTopic(lease.topic);
  const operations = [...registered, ...options.publicTopicChannels(lease.topic)];
  const reasons = new Map<string, string>();
  const isDue = (operation: Operation, eventId: string) => !delivered.has(keyOf(operation.id, eventId));
  for await (const results of options.resultsForEvents(events, operations, isDue)) {
    const outgoing = await options.numberResults(lease, results);
    if (!outgoing) return leaseLost(options, lease);
    // The topic was revoked in the meantime. The events stay for the operations that replace the ended ones.
    if (hasEndedOperation(registered, outgoing)) return true;
    for (const [id, reason] of await deliverResults(options, lease, outgoing)) reasons.set(id, reason);
    for (const { subscribed, eventId } of outgoing)
      if (!reasons.has(eventId)) delivered.add(keyOf(subscribed.operation.id, eventId));
  }
  delivered.clear();
  for (const [id, reason] of reasons) {
    if (!(await options.store.mailboxes.setAside(lease, id, reason))) return leaseLost(options, lease);
    outcomes.push([id, { status: 'refused', reason }]);
  }
  const done = events.map(({ id }) => id).filter((id) => !reasons.has(id));
  return acknowledge(options, run, done);
}

/** Removes events from the mailbox. Resolves as {@link drainBatch} does. */
async function acknowledge(
  options: DrainOptions,
  { lease, outcomes }: DrainRun,
  done: readonly string[],
): Promise<boolean> {
  const { topic } = lease;
  const acknowledged = await options.store.mailboxes.acknowledge(lease, done);
  if (acknowledged === 'lost') return leaseLost(options, lease);
  for (const id of done) outcomes.push([id, { status: 'sent' }]);
  if (acknowledged === 'free') options.observe.emptied?.({ topic, field: fieldOfTopic(topic) });
  return acknowledged === 'kept';
}

function keyOf(operation: string, eventId: string): string {
  return `${operation} ${eventId}`;
}

/** Returns `true` when an operation that was registered before the execution got no offset: it has ended. */
function hasEndedOperation(registered: readonly Subscribed[], outgoing: readonly Outgoing[]): boolean {
  const ids = new Set(registered.map(({ operation }) => operation.id));
  return outgoing.some(({ subscribed, logged }) => !logged && ids.has(subscribed.operation.id));
}
