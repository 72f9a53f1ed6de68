import type { EngineOptions } from '../engine-options.ts';
import { inSpan, type Lease } from '../ports/index.ts';
import { fieldOfTopic } from '../schema/index.ts';
import type { Outgoing } from './encode-result.ts';
import { renewLease } from './mailbox-lease.ts';
import { type EventMessage, messagesForResult } from './messages-for-results.ts';
import type { Send, Sent } from './send.ts';
import { traceOfEvent } from './trace-of-event.ts';

/** Sends results to Pusher. Resolves with the reasons of rejected messages, each with its event's id. */
export async function deliverResults(
  options: Pick<EngineOptions, 'store' | 'lifetimes' | 'onError' | 'observe' | 'tracing'> & {
    readonly send: Send;
  },
  lease: Lease,
  outgoing: readonly Outgoing[],
): Promise<[eventId: string, reason: string][]> {
  const { topic } = lease;
  const messages = outgoing.flatMap((each) =>
    messagesForResult(each, (error) =>
      options.onError(error, `sending Subscription.${each.subscribed.operation.field}`),
    ),
  );
  const sent = await traced(options, topic, messages, () =>
    options.send(
      messages.map(({ message }) => message),
      () => renewLease(options, lease),
    ),
  );
  options.observe.delivered?.({
    topic,
    field: fieldOfTopic(topic),
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

/** One batch can hold events of several traces. The first trace is the span's parent, and the others are its links. */
function traced(
  { tracing }: Pick<EngineOptions, 'tracing'>,
  topic: string,
  messages: readonly EventMessage[],
  work: () => Promise<Sent[]>,
): Promise<Sent[]> {
  const [parent, ...links] = new Set(messages.flatMap(({ eventId }) => traceOfEvent(eventId) ?? []));
  if (parent === undefined) return work();
  const attributes = { topic, messages: messages.length };
  return inSpan(
    tracing,
    { name: `trigger ${fieldOfTopic(topic)}`, kind: 'client', attributes, parent, links },
    work,
  );
}
