import type { Result } from '../protocol/index.ts';
import type { EngineOptions } from './engine-options.ts';
import type { ExecuteForEvent } from './execute-for-event.ts';
import { startWatch } from './observer.ts';
import type { MailboxEvent, Operation, Subscribed } from './store.ts';
import { sampledTraceId, traceOfEvent } from './trace-of-event.ts';

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
  { observe: { executed }, tracing }: Pick<EngineOptions, 'observe' | 'tracing'>,
): Promise<EventResult[]> {
  const results: EventResult[] = [];

  async function watched(eventId: string, operation: Operation, event: string): Promise<Result | undefined> {
    if (!executed) return execute(operation, event);
    const elapsed = startWatch();
    const result = await execute(operation, event);
    const { id, topic, field } = operation;
    const errors = result?.errors?.length ?? 0;
    const wanted = result !== undefined;
    executed({ operation: id, topic, field, eventId, milliseconds: elapsed(), errors, wanted });
    return result;
  }

  /** With the trace's id in the result, so that whoever receives it can be helped. */
  async function traced(eventId: string, operation: Operation, event: string): Promise<Result | undefined> {
    const parent = traceOfEvent(eventId);
    if (!tracing || parent === undefined) return watched(eventId, operation, event);
    const attributes = { topic: operation.topic, operation: operation.id };
    const result = await tracing.span({ name: `execute ${operation.field}`, attributes, parent }, () =>
      watched(eventId, operation, event),
    );
    const traceId = sampledTraceId(eventId);
    return result && traceId ? { ...result, extensions: { ...result.extensions, traceId } } : result;
  }

  for (const { id: eventId, body } of events) {
    const ofEvent = await Promise.all(
      operations.map(async (subscribed) => ({
        eventId,
        subscribed,
        result: await traced(eventId, subscribed.operation, body),
      })),
    );
    for (const { result, ...rest } of ofEvent) if (result) results.push({ ...rest, result });
  }
  return results;
}
