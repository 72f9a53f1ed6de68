import type { Result } from '../protocol/index.ts';
import type { ExecuteForEvent } from './execute-for-event.ts';
import { type Observer, startWatch } from './observer.ts';
import type { MailboxEvent, Operation, Subscribed } from './store.ts';

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
  { executed }: Pick<Partial<Observer>, 'executed'>,
): Promise<EventResult[]> {
  const results: EventResult[] = [];

  async function watched(eventId: string, operation: Operation, event: unknown): Promise<Result | undefined> {
    if (!executed) return execute(operation, event);
    const elapsed = startWatch();
    const result = await execute(operation, event);
    const { id, topic, field } = operation;
    const errors = result?.errors?.length ?? 0;
    const wanted = result !== undefined;
    executed({ operation: id, topic, field, eventId, milliseconds: elapsed(), errors, wanted });
    return result;
  }

  for (const { id: eventId, body } of events) {
    const event: unknown = JSON.parse(body);
    const ofEvent = await Promise.all(
      operations.map(async (subscribed) => ({
        eventId,
        subscribed,
        result: await watched(eventId, subscribed.operation, event),
      })),
    );
    for (const { result, ...rest } of ofEvent) if (result) results.push({ ...rest, result });
  }
  return results;
}
