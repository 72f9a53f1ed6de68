import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EngineOptions } from '../engine-options.ts';
import { GatewayError, inSpan } from '../ports/index.ts';
import { fieldOfTopic } from '../schema/index.ts';
import { NotJsonError, toJson } from '../values/index.ts';
import type { Drain, EventOutcome } from './drain.ts';
import { isExecuting } from './execution-scope.ts';
import { idWithTrace } from './trace-of-event.ts';

/**
 * What became of a published event: `sent` (Pusher has it), `accepted` (it is stored, and will be sent by whoever
 * drains the topic next), `refused` (Pusher said no for good; it is among the dead letters).
 */
export type Published = { readonly id: string } & (EventOutcome | { readonly status: 'accepted' });

/** How to publish. */
export interface PublishOptions {
  /**
   * The event's id, for one that may be published twice and must be heard once: a result keeps the number that it got
   * the first time. Default: a new one.
   */
  readonly id?: string;
  /** How long to wait for Pusher before the answer is `accepted`, in ms. Default: `lifetimes.timeout`. */
  readonly timeout?: number;
}

export interface Publisher {
  /**
   * Stores an event, given as the text of {@link eventJson}, on the topic, then sends what waits there. Within an
   * execution for an event (a resolver, `filter` or context of a subscription) it resolves with `accepted` as soon as
   * the event is stored, and does not wait for Pusher.
   * @throws {GatewayError} `STORE_UNAVAILABLE`: nothing was accepted. `BAD_USER_INPUT`: the event is too large.
   */
  publish(topic: string, body: string, options?: PublishOptions): Promise<Published>;
  /** Sends what waits on every topic that nobody is draining. */
  sweep(): Promise<void>;
  onOutcome(eventId: string, outcome: EventOutcome): void;
  /** Resolves when nothing is being sent by this process any more. */
  idle(): Promise<void>;
}

export function createPublisher(
  {
    store,
    lifetimes,
    newId,
    onError,
    waitUntil,
    observe,
    tracing,
    maxEventBytes,
  }: Pick<
    EngineOptions,
    'store' | 'lifetimes' | 'newId' | 'onError' | 'waitUntil' | 'observe' | 'tracing' | 'maxEventBytes'
  >,
  drainOf: (onOutcome: Publisher['onOutcome']) => Drain,
): Publisher {
  const runs = new Map<string, { again: boolean; done: Promise<void> }>();
  /** Publishers of this process that want to know, by topic and event. */
  const waiting = new Map<string, Map<string, (published: Published) => void>>();
  const topicOfEvent = new Map<string, string>();
  const drain = drainOf(onOutcome);

  function onOutcome(id: string, outcome: EventOutcome): void {
    settle(id, { id, ...outcome });
  }

  function settle(id: string, published: Published): void {
    const topic = topicOfEvent.get(id);
    if (topic === undefined) return;
    waiting.get(topic)?.get(id)?.(published);
    waiting.get(topic)?.delete(id);
    if (waiting.get(topic)?.size === 0) waiting.delete(topic);
    topicOfEvent.delete(id);
  }

  function outcomeOf(topic: string, id: string, timeout: number): Promise<Published> {
    const { promise, resolve } = Promise.withResolvers<Published>();
    topicOfEvent.set(id, topic);
    const ofTopic = waiting.get(topic) ?? new Map<string, (published: Published) => void>();
    // The same event, published again while the first is on its way.
    const earlier = ofTopic.get(id);
    const settleAll = (published: Published): void => {
      earlier?.(published);
      resolve(published);
    };
    waiting.set(topic, ofTopic.set(id, settleAll));
    const timer = setTimeout(() => settle(id, { id, status: 'accepted' }), timeout);
    return promise.finally(() => clearTimeout(timer));
  }

  /** Sees to it that the topic is drained from now on, by one run at a time in this process. */
  function wake(topic: string): Promise<void> {
    const running = runs.get(topic);
    if (running) {
      running.again = true;
      return running.done;
    }
    const run = { again: false, done: Promise.resolve() };
    run.done = (async () => {
      do {
        // What is published in one turn goes out in one batch.
        await nextTurn();
        run.again = false;
        const asked = [...(waiting.get(topic)?.keys() ?? [])];
        await drain(topic).catch((error: unknown) => onError(error, `sending the events of ${topic}`));
        // What did not get out by now is somebody else's, or waits for the end of an outage.
        for (const id of asked) settle(id, { id, status: 'accepted' });
      } while (run.again);
      runs.delete(topic);
    })();
    runs.set(topic, run);
    waitUntil?.(run.done);
    return run.done;
  }

  return {
    onOutcome,
    publish(topic, body, { id: given, timeout = lifetimes.publishTimeout } = {}) {
      const field = fieldOfTopic(topic);
      const span = { name: `publish ${field}`, kind: 'producer', attributes: { topic } } as const;
      return inSpan(tracing, span, async () => {
        checkSize(body, maxEventBytes);
        const id = given ?? idWithTrace(newId(), tracing?.current());
        await store.mailboxes.append(topic, { id, body });
        observe.eventAccepted?.({ topic, field, eventId: id, body });
        // The drain of a topic waits for its executions: waiting for a drain here could be waiting for itself.
        const published = isExecuting() ? { id, status: 'accepted' as const } : outcomeOf(topic, id, timeout);
        void wake(topic);
        return published;
      });
    },
    async sweep() {
      for await (const topic of store.mailboxes.waiting()) await wake(topic);
    },
    async idle() {
      await Promise.all([...runs.values()].map(({ done }) => done));
    },
  };
}

/**
 * An event as it is stored: what a resolver receives is what `JSON.parse(JSON.stringify(event))` gives. An entity of an
 * ORM counts as the object of its properties.
 * @throws {GatewayError} `BAD_USER_INPUT` for an event that JSON cannot hold exactly.
 */
export function eventJson(event: unknown): string {
  try {
    return JSON.stringify(toJson(event ?? null, 'event', { instances: true }));
  } catch (cause) {
    const reason =
      cause instanceof NotJsonError ? cause.message : 'It nests too deep, or its toJSON() failed.';
    throw new GatewayError('BAD_USER_INPUT', `The event cannot be written as JSON. ${reason}`, { cause });
  }
}

function checkSize(body: string, maxBytes: number): void {
  const bytes = Buffer.byteLength(body);
  if (bytes <= maxBytes) return;
  throw new GatewayError(
    'BAD_USER_INPUT',
    `The event has ${bytes} bytes of JSON, more than the ${maxBytes} that an event may have. Publish an id, from ` +
      'which resolvers load the rest, or raise maxEventBytes.',
  );
}
