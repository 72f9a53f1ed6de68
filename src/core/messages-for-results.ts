import { operationEvent, parseChannel } from '../protocol/index.ts';
import { fitsOneMessage, messageParts } from './message-parts.ts';
import type { EventResult } from './results-for-events.ts';
import type { Dialect, LoggedEntry } from './store.ts';
import type { ChannelMessage } from './transport.ts';

/** A message, and the event that it comes from. */
export interface EventMessage {
  readonly eventId: string;
  readonly message: ChannelMessage;
}

/** A result as it goes out: numbered, unless its channels are plain ones. */
export interface Outgoing extends EventResult {
  readonly logged: LoggedEntry | undefined;
}

/** What a dialect makes of a result, as JSON texts of event data. Throws when the channel cannot carry it. */
type Write = (outgoing: Outgoing, channel: string) => { event: string; parts: string[] };

const write: Readonly<Record<Dialect, Write>> = {
  native: ({ logged }, channel) => ({
    event: operationEvent.result,
    parts: logged ? messageParts(logged.position, logged.body, isEncrypted(channel)) : [],
  }),
  topic: ({ subscribed: { operation }, result }, channel) => {
    const value = result.data?.[operation.field];
    // A plain channel has no place for errors.
    if (value === undefined || result.errors?.length) {
      throw new Error(
        `${channel}: the event has no value to send: ${result.errors?.[0]?.message ?? 'no data'}`,
      );
    }
    const json = JSON.stringify(value);
    if (!fitsOneMessage(json, isEncrypted(channel))) {
      throw new Error(
        `${channel}: the event is larger than the 10 kB that one message on a plain channel can hold`,
      );
    }
    return { event: operation.field, parts: [json] };
  },
  // Its subscriber reads the log.
  sse: () => ({ event: operationEvent.result, parts: [] }),
};

function isEncrypted(channel: string): boolean {
  return parseChannel(channel).access === 'ENCRYPTED';
}

/** Every message of a result, on every channel that wants it; what one channel cannot carry goes to `onError`. */
export function messagesForResult(outgoing: Outgoing, onError: (error: unknown) => void): EventMessage[] {
  return outgoing.subscribed.channels.flatMap(({ channel, dialect }) => {
    try {
      const { event, parts } = write[dialect](outgoing, channel);
      return parts.map((json) => ({ eventId: outgoing.eventId, message: { channel, event, json } }));
    } catch (error) {
      onError(error);
      return [];
    }
  });
}
