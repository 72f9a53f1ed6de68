import type { Result } from '../protocol/index.ts';
import type { ExecuteForEvent } from './execute-for-event.ts';
import type { MailboxEvent, Subscribed } from './store.ts';

/** What one operation makes of one event. */
export interface EventResult {
  readonly eventId: string;
  readonly subscribed: Subscribed;
  readonly result: Result;
}

/** Executes each operation once for each event; in the order of the events. An unwanted event gives nothing. */
export async function resultsForEvents(
  execute: ExecuteForEvent,
  events: readonly MailboxEvent[],
  operations: readonly Subscribed[],
): Promise<EventResult[]> {
  const results: EventResult[] = [];
  for (const { id: eventId, body } of events) {
    const event: unknown = JSON.parse(body);
    const ofEvent = await Promise.all(
      operations.map(async (subscribed) => ({
        eventId,
        subscribed,
        result: await execute(subscribed.operation, event),
      })),
    );
    for (const { result, ...rest } of ofEvent) if (result) results.push({ ...rest, result });
  }
  return results;
}
