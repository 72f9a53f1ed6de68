import type { EngineOptions } from './engine-options.ts';
import { goodbye } from './revalidate.ts';
import type { OutgoingMessage, Send } from './send.ts';
import { successorOf } from './successor-of.ts';

/** Ends topics' generations, and tells who is on their channels. */
export interface GenerationEnding {
  /**
   * Ends the topic's operations at once: nothing is sent on their channels from here on but a goodbye, which is on its
   * way when this resolves. They are executed on, so that who asks again from an old position has missed nothing.
   */
  end(topic: string, generation: string): Promise<void>;
  /** Resolves when every goodbye has been sent; rejects when Pusher cannot be reached, and keeps them for the next try. */
  tell(): Promise<void>;
}

/** Goodbyes kept through an outage. Past it the oldest go: whoever reconnects after the outage asks again anyway. */
const maxUntold = 10_000;

export function createGenerationEnding(
  options: Pick<EngineOptions, 'schema' | 'fields' | 'store' | 'lifetimes' | 'observe'> & {
    readonly send: Send;
  },
): GenerationEnding {
  const { store, lifetimes, observe, send } = options;
  let untold: OutgoingMessage[] = [];
  let telling = Promise.resolve();

  async function tellNow(): Promise<void> {
    const messages = untold;
    untold = [];
    try {
      await send(messages, async () => true);
    } catch (error) {
      // Nothing else would bring these clients back: their channels are dead for ever.
      untold = [...messages, ...untold].slice(-maxUntold);
      throw error;
    }
  }

  return {
    async end(topic, generation) {
      const operations = await store.registrations.byTopic(topic);
      const channels = await store.generations.renew(topic, {
        generation,
        successors: operations.flatMap((each) => successorOf(options, each, generation) ?? []),
        ttl: lifetimes.linger,
      });
      observe.registrationsEnded?.({ count: channels.length, cause: 'revoked' });
      untold.push(...channels.flatMap(goodbye));
    },
    tell() {
      telling = telling.catch(() => undefined).then(tellNow);
      return telling;
    },
  };
}
