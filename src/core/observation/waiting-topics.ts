import type { Mailboxes } from '../ports/index.ts';
import type { Observer } from './observer.ts';

/** A topic in whose mailbox events wait. */
export interface WaitingTopic {
  readonly topic: string;
  /** How many events wait. */
  readonly depth: number;
  /** Since when it has not been empty, as far as this process knows, in ms since 1970. */
  readonly since: number;
}

/** Knows since when mailboxes have not been empty. */
export interface WaitingTopics {
  readonly observer: Pick<Observer, 'eventAccepted' | 'emptied'>;
  /** The longest first. */
  look(): Promise<WaitingTopic[]>;
}

/** Topics that are remembered; beyond, the time counts from when they are seen to wait. */
const maxTopics = 10_000;

/** A mailbox has no clock, so its age is what this process has heard of it: exact for its own events. */
export function createWaitingTopics(
  mailboxes: Pick<Mailboxes, 'waiting' | 'depth'>,
  now: () => number,
): WaitingTopics {
  const since = new Map<string, number>();

  function remember(topic: string): void {
    if (!since.has(topic) && since.size < maxTopics) since.set(topic, now());
  }

  return {
    observer: {
      eventAccepted: ({ topic }) => remember(topic),
      emptied: ({ topic }) => void since.delete(topic),
    },
    async look() {
      for await (const topic of mailboxes.waiting()) remember(topic);
      const found = await Promise.all(
        [...since].map(async ([topic, at]) => ({ topic, depth: await mailboxes.depth(topic), since: at })),
      );
      // Sent by another process.
      for (const { topic, depth } of found) if (depth === 0) since.delete(topic);
      return found.filter(({ depth }) => depth > 0).toSorted((one, other) => one.since - other.since);
    },
  };
}
