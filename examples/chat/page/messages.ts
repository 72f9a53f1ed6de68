/** Merges and groups messages. */
import type { ShownMessageFragment } from './generated/graphql.ts';

export type Message = ShownMessageFragment;

/** Consecutive messages of one author, shown under one name. */
export interface MessageGroup {
  readonly author: Message['author'];
  readonly messages: readonly [Message, ...Message[]];
  /** The group is the first of its day. */
  readonly startsDay: boolean;
}

/** A pause after which the author's name is shown again, in ms. */
const groupTimeout = 5 * 60_000;

/** Merges two lists. The result contains each message once, oldest first. */
export function mergeMessages(known: readonly Message[], more: readonly Message[]): readonly Message[] {
  const byId = new Map([...known, ...more].map((message) => [message.id, message]));
  // ISO 8601 in UTC sorts as text. The sort is stable: messages of the same millisecond keep their order.
  return [...byId.values()].toSorted((a, b) => (a.sentAt < b.sentAt ? -1 : a.sentAt > b.sentAt ? 1 : 0));
}

export function groupMessages(messages: readonly Message[]): readonly MessageGroup[] {
  const groups: { author: Message['author']; messages: [Message, ...Message[]]; startsDay: boolean }[] = [];
  let last: Message | undefined;
  for (const message of messages) {
    const startsDay = last === undefined || dayOf(last) !== dayOf(message);
    const group = groups.at(-1);
    if (group && last && !startsDay && belongsToGroup(last, message)) group.messages.push(message);
    else groups.push({ author: message.author, messages: [message], startsDay });
    last = message;
  }
  return groups;
}

function belongsToGroup(last: Message, next: Message): boolean {
  const pause = Date.parse(next.sentAt) - Date.parse(last.sentAt);
  return last.author.id === next.author.id && pause < groupTimeout;
}

/** Returns the day in the user's time zone. */
function dayOf({ sentAt }: Message): string {
  return new Date(sentAt).toDateString();
}
