import type { EngineOptions } from '../engine-options.ts';
import type { OutgoingMessage, Send } from '../publish/index.ts';
import { resubscribeMessages } from './revalidate.ts';
import { successorOf } from './successor-of.ts';

/** Ends topics' generations, and asks the subscribers on their channels to subscribe again. */
export interface GenerationEnding {
  /**
   * Ends the operations of this generation at once: their channels receive nothing more but a goodbye. The operations
   * go on under the next generation, so a subscriber that asks again from its old position misses nothing.
   *
   * When another process ends the generation first, this one queues the same goodbyes: the other may die before it has
   * sent them, and a second goodbye costs a subscriber nothing.
   */
  end(topic: string, generation: string): Promise<void>;
  /** Resolves when every goodbye has been sent; rejects when Pusher cannot be reached, and keeps them for the next try. */
  notify(): Promise<void>;
}

/**
 * How often the operations are read again because another one was added meanwhile. After that the generation ends
 * anyway, and an operation added in the last moment ends with a gap, which its subscribers are told.
 */
const maxAttempts = 10;

/** Goodbyes kept through an outage. Past it the oldest go: whoever reconnects after the outage asks again anyway. */
const maxPending = 10_000;

export function createGenerationEnding(
  options: Pick<EngineOptions, 'schema' | 'fields' | 'store' | 'lifetimes' | 'observe' | 'newId'> & {
    readonly send: Send;
  },
): GenerationEnding {
  const { store, lifetimes, observe, newId, send } = options;
  let pending: OutgoingMessage[] = [];
  let notifying = Promise.resolve();

  async function notifyNow(): Promise<void> {
    const messages = pending;
    pending = [];
    try {
      await send(messages, async () => true);
    } catch (error) {
      // Nothing else would bring these clients back: their channels are dead for ever.
      pending = [...messages, ...pending].slice(-maxPending);
      throw error;
    }
  }

  return {
    async end(topic, from) {
      for (let attempt = 1; ; attempt++) {
        const operations = await store.registrations.byTopic(topic);
        const generation = newId();
        const channels = await store.generations.renew(topic, {
          from,
          generation,
          ...(attempt < maxAttempts ? { known: operations.map(({ operation }) => operation.id) } : {}),
          successors: operations.flatMap((each) => successorOf(options, each, generation) ?? []),
          ttl: lifetimes.linger,
        });
        if (channels) {
          observe.registrationsEnded?.({ count: channels.length, cause: 'revoked' });
          pending.push(...channels.flatMap(resubscribeMessages));
          return;
        }
        if ((await store.generations.current(topic)).id === from) continue;
        const ended = operations.flatMap((each) => each.channels.map(({ channel }) => channel));
        pending.push(...[...new Set(ended)].flatMap(resubscribeMessages));
        return;
      }
    },
    notify() {
      notifying = notifying.catch(() => undefined).then(notifyNow);
      return notifying;
    },
  };
}
