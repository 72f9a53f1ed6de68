import { GatewayError, type Registration, type Store, type Transport } from '../ports/index.ts';
import { createSubscriberCount } from './count-subscribers.ts';
import type { WaitingTopic, WaitingTopics } from './waiting-topics.ts';

/** A channel with its registrations, and how many are on it. */
export type CountedRegistration = Registration & {
  /** Connections on its channel; `undefined` where Pusher does not count them. */
  readonly subscribers: number | undefined;
};

/** How things stand in the whole store, whichever process asks. */
export interface Census {
  readonly registrations: readonly CountedRegistration[];
  /** Topics in whose mailbox events wait. */
  readonly waiting: readonly WaitingTopic[];
}

/** Channels that registrations can be on begin with one of these. */
const prefixes = ['private-', 'presence-'];

/**
 * Counts what is registered and what waits. It reads every registration and asks Pusher twice, so it is for every few
 * seconds, and not for each request.
 *
 * Rejects when the store cannot be reached. Where Pusher cannot, or does not count connections, that alone is unknown.
 */
export function createCensus(
  { registrations }: Pick<Store, 'registrations'>,
  transport: Pick<Transport, 'channels'>,
  waiting: Pick<WaitingTopics, 'look'>,
): () => Promise<Census> {
  const countSubscribers = createSubscriberCount(transport, prefixes);

  async function subscribersByChannel(): Promise<ReadonlyMap<string, number | undefined> | undefined> {
    try {
      const { subscribers, counts } = await countSubscribers();
      return counts ? subscribers : undefined;
    } catch (error) {
      // The transport has told its observer.
      if (error instanceof GatewayError) return undefined;
      throw error;
    }
  }

  return async () => {
    const subscribers = await subscribersByChannel();
    const counted: CountedRegistration[] = [];
    for await (const registration of registrations.all()) {
      // Nobody is on a channel that Pusher does not name; what follows the log is one caller, on no channel.
      const onIt = registration.dialect === 'sse' ? 1 : (subscribers?.get(registration.channel) ?? 0);
      counted.push({ ...registration, subscribers: subscribers && onIt });
    }
    return { registrations: counted, waiting: await waiting.look() };
  };
}
