import { maxChannelsPerEvent, parseChannel } from '../../protocol/index.ts';
import type { Dialect } from '../ports/index.ts';
import { encodeResult, type Outgoing } from './encode-result.ts';
import type { OutgoingMessage } from './send.ts';

/** A message, and the event that it comes from. */
export interface EventMessage {
  readonly eventId: string;
  readonly message: OutgoingMessage;
}

/**
 * From as many channels on, one request for all of them beats their places in a batch. Below, they share a request
 * with other messages.
 */
const worthARequest = 3;

/** Every message of a result, for every channel that wants it; what a dialect cannot carry goes to `onError`. */
export function messagesForResult(outgoing: Outgoing, onError: (error: unknown) => void): EventMessage[] {
  const byDialect = Map.groupBy(
    outgoing.subscribed.channels,
    ({ dialect, channel }) => `${dialect} ${isEncrypted(channel)}`,
  );
  return [...byDialect.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const channels = group.map(({ channel }) => channel);
    return messagesFor(
      outgoing,
      { dialect: first.dialect, channels, encrypted: isEncrypted(first.channel) },
      onError,
    );
  });
}

function messagesFor(
  outgoing: Outgoing,
  { dialect, channels, encrypted }: { dialect: Dialect; channels: string[]; encrypted: boolean },
  onError: (error: unknown) => void,
): EventMessage[] {
  try {
    const { event, parts } = encodeResult[dialect](outgoing, encrypted);
    return parts.flatMap((json) =>
      requestsFor(channels, encrypted).map((together) => ({
        eventId: outgoing.eventId,
        message: { channels: together, event, json },
      })),
    );
  } catch (error) {
    onError(error);
    return [];
  }
}

/** Channels that one message names together. Pusher takes one encrypted channel at a time: each has its own key. */
function requestsFor(channels: readonly string[], encrypted: boolean): string[][] {
  const size = encrypted || channels.length < worthARequest ? 1 : maxChannelsPerEvent;
  const requests: string[][] = [];
  for (let start = 0; start < channels.length; start += size)
    requests.push(channels.slice(start, start + size));
  return requests;
}

function isEncrypted(channel: string): boolean {
  return parseChannel(channel).access === 'ENCRYPTED';
}
