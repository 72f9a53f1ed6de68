import type { EngineOptions } from '../engine-options.ts';
import type { OutgoingMessage, Send } from '../publish/index.ts';
import { resubscribeMessages } from './revalidate.ts';
import { successorOf } from './successor-of.ts';

/** Ends topics' generations, and asks the subscribers on their channels to subscribe again. */
export interface GenerationEnding {
  /**
   * Ends the operations of this generation at once: their channels receive only a `resubscribe` message. The operations
   * continue under the next generation, so a subscriber that requests them from its old position misses nothing.
   *
   * If another process ends the generation first, this one queues the same messages, because the other process may die
   * before it sends them. A second `resubscribe` costs a subscriber one request at most.
   */
  end(topic: string, generation: string): Promise<void>;
  /** Resolves when every queued message is sent. Rejects if Pusher is unavailable, and keeps the messages. */
  notify(): Promise<void>;
}

/**
 * Maximum number of attempts while further operations are added. The last attempt ends the generation in any case. An
 * operation that was added just before it ends with a gap, which its subscribers receive as a report.
 */
const maxAttempts = 10;

/** Maximum number of queued messages in an outage. The oldest are dropped: clients that reconnect subscribe again. */
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
      // Without the messages, these clients would wait on channels that never receive a result again.
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
