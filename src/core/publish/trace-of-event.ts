/**
 * An event's id says which trace it comes from, since whoever sends it may be another process, long after, and the
 * mailbox has nothing else to tell it by: `<id>~<traceparent>`.
 */

const traceparentPattern = /~(00-([\da-f]{32})-[\da-f]{16}-([\da-f]{2}))$/;

/** The id of an event that belongs to a trace. */
export function idWithTrace(id: string, traceparent: string | undefined): string {
  return traceparent === undefined ? id : `${id}~${traceparent}`;
}

/** The `traceparent` in an event's id; `undefined` for an event of no trace. */
export function traceOfEvent(eventId: string): string | undefined {
  return traceparentPattern.exec(eventId)?.[1];
}

/** The id of the event's trace, when that is kept: one that was not sampled nobody will find. */
export function sampledTraceId(eventId: string): string | undefined {
  const [, , traceId, flags = '00'] = traceparentPattern.exec(eventId) ?? [];
  return Number.parseInt(flags, 16) & 1 ? traceId : undefined;
}
