import { maxEventsPerBatch } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { Lease, LogEntry, LoggedEntry, MailboxEvent, Operation, Subscribed } from '../ports/index.ts';
import { fieldOfTopic } from '../schema/index.ts';
import type { Outgoing } from './encode-result.ts';
import { type EventMessage, messagesForResult } from './messages-for-results.ts';
import type { EventResult, ResultsForEvents } from './results-for-events.ts';
import type { Send, Sent } from './send.ts';
import { createShrinkingSizes } from './shrinking-sizes.ts';
import { traceOfEvent } from './trace-of-event.ts';

/** What became of an event. */
export type EventOutcome =
  | { readonly status: 'sent' }
  | { readonly status: 'refused'; readonly reason: string };

/** Of events that have left the mailbox, and whose publishers have not been told. */
type Outcomes = [eventId: string, outcome: EventOutcome][];

/** The collaborators of {@link createDrain}. */
export interface DrainOptions
  extends Pick<EngineOptions, 'store' | 'lifetimes' | 'retention' | 'onError' | 'observe' | 'tracing'> {
  readonly resultsForEvents: ResultsForEvents;
  readonly send: Send;
  /** Channels of a topic that need no registration. */
  publicTopicChannels(topic: string): Subscribed[];
  /** Whether what waits is to be left to another process. */
  isStopping(): boolean;
  /** Told of each event some time after it has left the mailbox. */
  onOutcome(eventId: string, outcome: EventOutcome): void;
}

/**
 * Empties a topic's mailbox, strictly in order, unless somebody else is at it. Resolves when there is nothing left to
 * do here; rejects when an outage stopped it, and the events then stay in the mailbox.
 *
 * Each step may be repeated after a crash anywhere: an event leaves the mailbox last, and a result that the log has
 * already keeps its number.
 */
export type Drain = (topic: string) => Promise<void>;

/** How often one drain halves what it appends until it leaves the rest to the next one. */
const maxAppendFailures = 2;

export function createDrain({
  store,
  resultsForEvents,
  send,
  publicTopicChannels,
  isStopping,
  lifetimes,
  retention,
  onError,
  onOutcome,
  observe,
  tracing,
}: DrainOptions): Drain {
  const appendSizes = createShrinkingSizes();
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
    const acquired = await inBatches(topic, (limit) =>
      store.mailboxes.acquire(topic, lifetimes.lease, limit),
    );
    if (!acquired) return;
    const { lease } = acquired;
    const stopRenewing = keepRenewing(lease);
    const outcomes: Outcomes = [];
    const delivered = new Set<string>();
    try {
      let { events } = acquired;
      while (await drainSome(lease, { events, delivered, outcomes })) {
        const more = await inBatches(topic, (limit) => store.mailboxes.take(lease, limit, lifetimes.lease));
        if (!more) {
          leaseLost(lease);
          break;
        }
        tell(topic, outcomes);
        if (isStopping()) {
          await store.mailboxes.release(lease);
          break;
        }
        events = more;
      }
      batchSizes.grow(topic);
    } catch (error) {
      // Free for the next publisher or sweep at once, and not only when the lease runs out.
      await store.mailboxes
        .release(lease)
        .catch((failure: unknown) => onError(failure, `releasing ${topic}`));
      throw error;
    } finally {
      stopRenewing();
      tell(topic, outcomes);
    }
  };

  /**
   * Publishers hear of their events when the lease is given back, or while others' are being sent: a serverless
   * process may be frozen as soon as they know, and a lease that it held would keep the topic silent.
   */
  function tell(topic: string, outcomes: Outcomes): void {
    for (const [id, outcome] of outcomes.splice(0)) {
      observe.eventSettled?.({ topic, field: fieldOfTopic(topic), eventId: id, ...outcome });
      onOutcome(id, outcome);
    }
  }

  /** Always false: there is nothing more to do here. */
  function leaseLost({ topic }: Lease): false {
    observe.leaseLost?.({ topic, field: fieldOfTopic(topic) });
    return false;
  }

  /** Lets events leave the mailbox. False when it is empty and given back, or not ours any more. */
  async function keptOn(lease: Lease, done: readonly string[], outcomes: Outcomes): Promise<boolean> {
    const { topic } = lease;
    const acknowledged = await store.mailboxes.acknowledge(lease, done);
    if (acknowledged === 'lost') return leaseLost(lease);
    for (const id of done) outcomes.push([id, { status: 'sent' }]);
    if (acknowledged === 'free') observe.emptied?.({ topic, field: fieldOfTopic(topic) });
    return acknowledged === 'kept';
  }

  /** Sends events. False when nothing more waits and the lease is given back, or when it is lost. */
  async function drainSome(
    lease: Lease,
    {
      events,
      delivered,
      outcomes,
    }: {
      events: readonly MailboxEvent[];
      /** Results that Pusher has, of events that still wait: they are not sent again. */
      delivered: Set<string>;
      outcomes: Outcomes;
    },
  ): Promise<boolean> {
    if (events.length === 0) return keptOn(lease, [], outcomes);
    // After the events: a registration that came before one of them must see it.
    const registered = await store.registrations.byTopic(lease.topic);
    const operations = [...registered, ...publicTopicChannels(lease.topic)];
    const reasons = new Map<string, string>();
    const isDue = (operation: Operation, eventId: string) => !delivered.has(keyOf(operation.id, eventId));
    for await (const results of resultsForEvents(events, operations, isDue)) {
      const outgoing = await number(lease, results);
      if (!outgoing) return leaseLost(lease);
      // Revoked in between: the events stay, for the operations that go on in place of those that ended.
      if (endedMeanwhile(registered, outgoing)) return true;
      for (const [id, reason] of await deliver(lease, outgoing)) reasons.set(id, reason);
      for (const { subscribed, eventId } of outgoing)
        if (!reasons.has(eventId)) delivered.add(keyOf(subscribed.operation.id, eventId));
    }
    delivered.clear();
    for (const [id, reason] of reasons) {
      if (!(await store.mailboxes.setAside(lease, id, reason))) return leaseLost(lease);
      outcomes.push([id, { status: 'refused', reason }]);
    }
    const done = events.map(({ id }) => id).filter((id) => !reasons.has(id));
    return keptOn(lease, done, outcomes);
  }

  /** Sends results, and returns why Pusher refused messages, by event. */
  async function deliver(lease: Lease, outgoing: readonly Outgoing[]): Promise<[string, string][]> {
    const messages = outgoing.flatMap((each) =>
      messagesForResult(each, (error) =>
        onError(error, `sending Subscription.${each.subscribed.operation.field}`),
      ),
    );
    const sent = await traced(lease.topic, messages, () =>
      send(
        messages.map(({ message }) => message),
        () => renew(lease),
      ),
    );
    observe.delivered?.({
      topic: lease.topic,
      field: fieldOfTopic(lease.topic),
      messages: sent.map(({ message: { channels }, refused }, index) => ({
        eventId: messages[index]?.eventId ?? '',
        channels,
        refused: refused !== undefined,
      })),
    });
    return sent.flatMap(({ refused }, index): [string, string][] => {
      const eventId = messages[index]?.eventId;
      return refused !== undefined && eventId !== undefined ? [[eventId, refused]] : [];
    });
  }

  /** One batch may hold the events of several traces: the first has it, and it is linked to the others. */
  function traced(
    topic: string,
    messages: readonly EventMessage[],
    work: () => Promise<Sent[]>,
  ): Promise<Sent[]> {
    const [parent, ...links] = new Set(messages.flatMap(({ eventId }) => traceOfEvent(eventId) ?? []));
    if (!tracing || parent === undefined) return work();
    const attributes = { topic, messages: messages.length };
    return tracing.span(
      { name: `trigger ${fieldOfTopic(topic)}`, kind: 'client', attributes, parent, links },
      work,
    );
  }

  /**
   * Gives each result its number; one whose operation nobody has registered gets none. `undefined` when the lease is
   * lost. Also where only plain channels want an operation now: a subscriber who counts may come back to it.
   */
  async function number(lease: Lease, results: readonly EventResult[]): Promise<Outgoing[] | undefined> {
    const entries = results.map(({ eventId, subscribed, body }) => ({
      operation: subscribed.operation.id,
      eventId,
      body,
    }));
    const logged = await append(lease, entries);
    if (!logged) return undefined;
    if (logged.length > 0) {
      observe.numbered?.({
        topic: lease.topic,
        field: fieldOfTopic(lease.topic),
        results: logged.map(({ operation, eventId, body, position: { offset } }) => ({
          operation,
          eventId,
          body,
          offset,
        })),
      });
    }
    const byEntry = new Map(
      logged.map((entry): [string, LoggedEntry] => [keyOf(entry.operation, entry.eventId), entry]),
    );
    return results.map((each) => ({
      ...each,
      logged: byEntry.get(keyOf(each.subscribed.operation.id, each.eventId)),
    }));
  }

  /**
   * Halves what one step appends each time that the store does not take it: a step may be too large to be done in time.
   * Steps are repeated as a whole; the log keeps the number of a result that it has.
   */
  async function append(lease: Lease, entries: readonly LogEntry[]): Promise<LoggedEntry[] | undefined> {
    const logged: LoggedEntry[] = [];
    let failures = 0;
    for (let start = 0; start < entries.length; ) {
      const part = entries.slice(start, start + appendSizes.of(lease.topic, entries.length));
      try {
        const added = await store.logs.append(lease, part, retention);
        if (!added) return undefined;
        logged.push(...added);
        start += part.length;
      } catch (error) {
        appendSizes.shrink(lease.topic, part.length);
        failures++;
        if (part.length === 1 || failures > maxAppendFailures || !(await renew(lease))) throw error;
      }
    }
    if (failures === 0) appendSizes.grow(lease.topic);
    return logged;
  }

  async function renew(lease: Lease): Promise<boolean> {
    return (await store.mailboxes.take(lease, 0, lifetimes.lease)) !== undefined;
  }

  /** A slow resolver must not cost the lease. */
  function keepRenewing(lease: Lease): () => void {
    const timer = setInterval(() => {
      renew(lease).catch((error: unknown) => onError(error, `renewing the lease of ${lease.topic}`));
    }, lifetimes.lease / 3);
    timer.unref?.();
    return () => clearInterval(timer);
  }
}

function keyOf(operation: string, eventId: string): string {
  return `${operation} ${eventId}`;
}

/** Whether an operation that was there when its topic was looked at has got no number. */
function endedMeanwhile(registered: readonly Subscribed[], outgoing: readonly Outgoing[]): boolean {
  const ids = new Set(registered.map(({ operation }) => operation.id));
  return outgoing.some(({ subscribed, logged }) => !logged && ids.has(subscribed.operation.id));
}
