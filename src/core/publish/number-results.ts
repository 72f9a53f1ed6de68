import type { EngineOptions } from '../engine-options.ts';
import type { Lease, LogEntry, LoggedEntry } from '../ports/index.ts';
import { fieldOfTopic } from '../schema/index.ts';
import type { Outgoing } from './encode-result.ts';
import { renewLease } from './mailbox-lease.ts';
import type { EventResult } from './results-for-events.ts';
import { createShrinkingSizes, type ShrinkingSizes } from './shrinking-sizes.ts';

type Collaborators = Pick<EngineOptions, 'store' | 'lifetimes' | 'retention' | 'observe'>;

/**
 * Appends results to their operations' logs, which number them. A result without a registered operation gets no offset.
 * Results for plain channels are appended too: a subscriber that needs offsets may return to the operation. Resolves
 * with `undefined` when the lease is lost.
 */
export type NumberResults = (
  lease: Lease,
  results: readonly EventResult[],
) => Promise<Outgoing[] | undefined>;

/** Number of times that one drain halves the size of an append before it leaves the rest to the next drain. */
const maxAppendFailures = 2;

export function createNumberResults(options: Collaborators): NumberResults {
  const appendSizes = createShrinkingSizes();
  return async (lease, results) => {
    const entries = results.map(({ eventId, subscribed, body }) => ({
      operation: subscribed.operation.id,
      eventId,
      body,
    }));
    const logged = await append(options, lease, entries, appendSizes);
    if (!logged) return undefined;
    observeNumbered(options, lease, logged);
    const byEntry = new Map(
      logged.map((entry): [string, LoggedEntry] => [keyOf(entry.operation, entry.eventId), entry]),
    );
    return results.map((each) => ({
      ...each,
      logged: byEntry.get(keyOf(each.subscribed.operation.id, each.eventId)),
    }));
  };
}

/**
 * Halves the size of an append after each failure of the store: the append may be too large to finish in time. A failed
 * append is repeated as a whole, and results that are already in the log keep their offsets.
 */
async function append(
  options: Collaborators,
  lease: Lease,
  entries: readonly LogEntry[],
  appendSizes: ShrinkingSizes,
): Promise<LoggedEntry[] | undefined> {
  const logged: LoggedEntry[] = [];
  let failures = 0;
  for (let start = 0; start < entries.length; ) {
    const part = entries.slice(start, start + appendSizes.of(lease.topic, entries.length));
    try {
      const added = await options.store.logs.append(lease, part, options.retention);
      if (!added) return undefined;
      logged.push(...added);
      start += part.length;
    } catch (error) {
      appendSizes.shrink(lease.topic, part.length);
      failures++;
      if (part.length === 1 || failures > maxAppendFailures || !(await renewLease(options, lease)))
        throw error;
    }
  }
  if (failures === 0) appendSizes.grow(lease.topic);
  return logged;
}

function observeNumbered({ observe }: Collaborators, { topic }: Lease, logged: readonly LoggedEntry[]): void {
  if (logged.length === 0) return;
  observe.numbered?.({
    topic,
    field: fieldOfTopic(topic),
    results: logged.map(({ operation, eventId, body, position: { offset } }) => ({
      operation,
      eventId,
      body,
      offset,
    })),
  });
}

function keyOf(operation: string, eventId: string): string {
  return `${operation} ${eventId}`;
}
