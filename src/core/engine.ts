import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Grant, Result } from '../protocol/index.ts';
import {
  defaultExecutionTimeout,
  defaultLifetimes,
  defaultMaxBytes,
  defaultRetention,
  defaultSettleTimeout,
  type EngineOptions,
  type Lifetimes,
  largestMaxBytes,
} from './engine-options.ts';
import { guardTracing } from './guard-tracing.ts';
import {
  createGenerationEnding,
  createLifecycle,
  createRotateIfExpired,
  type Lifecycle,
  type Revalidated,
  revalidate,
} from './lifecycle/index.ts';
import { startWatch } from './observation/index.ts';
import type { SubscriptionRequest } from './operation/index.ts';
import {
  type ChannelAuth,
  type CompatDialect,
  type DeadLetter,
  defaultQuotas,
  GatewayError,
  type Quotas,
  type Retention,
} from './ports/index.ts';
import {
  createDrain,
  createExecuteForEvent,
  createPublicTopicChannels,
  createPublisher,
  createResultsForEvents,
  createSend,
  eventJson,
  type Published,
  type PublishOptions,
} from './publish/index.ts';
import {
  copyDefaults,
  namedTopic,
  purposeOfChannel,
  type SchemaSignature,
  signatureOf,
  type TopicArguments,
} from './schema/index.ts';
import {
  type AdmissionQuestion,
  admitToChannel,
  authorizeChannel,
  type ChannelQuestion,
  type ChannelRule,
  type CompatGrant,
  createLastSent,
  type PusherRequest,
  type StreamRequest,
  streamResults,
  subscribe,
  subscribeCompat,
  watchForFallback,
} from './subscribe/index.ts';

/** Subscriptions over Pusher, without any framework around them. */
export interface Engine extends Lifecycle {
  /** Grants an operation to a viewer's Pusher connection. Throws as {@link subscribe} does. */
  subscribe(request: SubscriptionRequest, pusher: PusherRequest): Promise<Grant>;
  /** Registers an operation for another server's client, on a channel of its own. Throws as {@link subscribe} does. */
  subscribeCompat(request: SubscriptionRequest, dialect: CompatDialect): Promise<CompatGrant>;
  /** The results of an operation for a caller who holds a connection to this process. Throws as {@link streamResults} does. */
  streamResults(request: StreamRequest): Promise<AsyncIterableIterator<Result>>;
  /** Admits a connection to a channel by name. Throws as {@link authorizeChannel} does. */
  authorizeChannel(question: ChannelQuestion): Promise<ChannelAuth>;
  /** Rejects unless a viewer may hear what passes on a channel, as {@link admitToChannel} has it. */
  admit(question: AdmissionQuestion): Promise<void>;
  /** What the gateway itself sends on a channel, in words; `undefined` when the channel is not ours. */
  purposeOf(channel: string): string | undefined;
  /** Publishes an event on a field's topic. Throws `BAD_USER_INPUT`, `STORE_UNAVAILABLE`. */
  publish(field: string, args: TopicArguments, event: unknown, options?: PublishOptions): Promise<Published>;
  /** Whether anybody who has subscribed by now would hear of an event of ours. Public topic channels do not count. */
  isWanted(field: string, args: TopicArguments): Promise<boolean>;
  /** Ends a topic's operations; whoever is still allowed subscribes anew. */
  revoke(field: string, args: TopicArguments): Promise<void>;
  /**
   * For who serves another version of a schema on the same store: ends the operations that make no sense in this one,
   * so that their subscribers ask again and are told why. `before` is the `signature` of the last version; with it,
   * also those end whose channels or defaults have changed. Nothing may be published meanwhile.
   */
  revalidate(before?: SchemaSignature): Promise<Revalidated>;
  /** What {@link Engine.revalidate} of the next version wants to know of this one. Plain JSON. */
  readonly signature: SchemaSignature;
  /** Sends what an outage or a crash left behind, and removes what has expired. Call it every few seconds. */
  sweep(): Promise<void>;
  /** Events that Pusher refused for good, newest first. */
  deadLetters(limit?: number): Promise<DeadLetter[]>;
  /**
   * Ends what follows operations in this process, and resolves when it is sending nothing any more, or after
   * `settleTimeout` and 2 s at the latest. An outage of Pusher is not waited for: what it holds up stays in the mailbox.
   */
  settle(): Promise<void>;
}

type Defaulted =
  | 'retention'
  | 'executionTimeout'
  | 'settleTimeout'
  | 'maxEventBytes'
  | 'maxResultBytes'
  | 'now'
  | 'wait'
  | 'random'
  | 'newId'
  | 'observe';

/** What has a default may be left out. */
export type EngineInput = Omit<EngineOptions, 'lifetimes' | 'quotas' | 'rotateIfExpired' | Defaulted> &
  Partial<Pick<EngineOptions, Defaulted>> & {
    readonly lifetimes?: Partial<Lifetimes>;
    readonly channelRule?: ChannelRule | undefined;
    /** How many operations there may be, or `false` for any number. See {@link Quotas} for the defaults. */
    readonly quotas?: Partial<Quotas> | false;
    /**
     * How old a grant may become, in ms. When it is, its channel is sent nothing more, and whoever has a token that is
     * still good goes on without a gap. Default: as old as its connection.
     */
    readonly maxSubscriptionAge?: number;
  };

/** How long drains that were told to stop may take to give their leases back, in ms. */
const stopTimeout = 2_000;

export function createEngine(input: EngineInput): Engine {
  copyDefaults(input.schema);
  const defaults: Omit<EngineOptions, 'rotateIfExpired'> = {
    now: Date.now,
    wait: async (milliseconds) => {
      await delay(milliseconds);
    },
    random: Math.random,
    newId: randomUUID,
    retention: defaultRetention satisfies Retention,
    observe: {},
    executionTimeout: defaultExecutionTimeout,
    settleTimeout: defaultSettleTimeout,
    maxEventBytes: defaultMaxBytes,
    maxResultBytes: defaultMaxBytes,
    ...input,
    ...(input.tracing ? { tracing: guardTracing(input.tracing, input) } : {}),
    quotas: input.quotas === false ? undefined : { ...defaultQuotas, ...input.quotas },
    lifetimes: { ...defaultLifetimes, ...input.lifetimes },
  };
  for (const name of ['maxEventBytes', 'maxResultBytes'] as const)
    if (!(defaults[name] <= largestMaxBytes))
      throw new Error(
        `${name} is ${defaults[name]}. A store takes at most ${largestMaxBytes} bytes at once.`,
      );
  const { maxSubscriptionAge: maxAge } = input;
  let settling = 0;
  let stopping = 0;
  const isStopping = (): boolean => stopping > 0;
  const send = createSend(defaults.transport, { ...defaults, isSettling: () => settling > 0 });
  const ending = createGenerationEnding({ ...defaults, send });
  const rotateIfExpired = createRotateIfExpired({ store: defaults.store, maxAge, end: endAndTell });
  const options: EngineOptions = {
    ...defaults,
    rotateIfExpired,
    store: watchForFallback(defaults.store, defaults),
  };
  const { store, observe } = options;
  const lastSent = createLastSent(options);
  const following = new Set<AsyncIterableIterator<Result>>();
  const publisher = createPublisher(options, (onOutcome) =>
    createDrain({
      ...options,
      resultsForEvents: createResultsForEvents(createExecuteForEvent(options), {
        ...options,
        isStopping,
      }),
      isStopping,
      send,
      publicTopicChannels: createPublicTopicChannels(options),
      onOutcome,
    }),
  );

  async function endAndTell(topic: string, generation: string): Promise<void> {
    await ending.end(topic, generation);
    await tellEnded();
  }

  /** What cannot be told now is kept, and told by a later sweep. */
  function tellEnded(): Promise<void> {
    return ending
      .notify()
      .catch((error: unknown) => options.onError(error, 'telling subscribers to subscribe again'));
  }

  /** Rejects as the subscription does. */
  async function tellRefusal<T>(subscription: Promise<T>): Promise<T> {
    try {
      return await subscription;
    } catch (error) {
      const code = error instanceof GatewayError ? error.code : 'UNEXPECTED';
      observe.subscriptionRefused?.({
        code,
        message: error instanceof Error ? error.message : String(error),
      });
      throw error;
    }
  }

  async function finish(): Promise<void> {
    await Promise.all([...following].map((results) => results.return?.()));
    await publisher.idle();
    await tellEnded();
  }

  /** Whatever resolvers do: they get as long as that, then drains stop waiting for them and give their leases back. */
  async function settleWithin(timeout: number): Promise<void> {
    const finished = finish();
    if (await inTime(finished, timeout)) return;
    stopping++;
    try {
      if (await inTime(finished, stopTimeout)) return;
      options.onError(new Error(`Work is still under way after ${timeout + stopTimeout} ms.`), 'settling');
    } finally {
      stopping--;
    }
  }

  const lifecycle = createLifecycle(options);

  function topicKey(name: string, args: TopicArguments): string {
    const field = options.fields.get(name);
    if (!field) throw new GatewayError('BAD_USER_INPUT', `Subscription has no field "${name}".`);
    const topic = namedTopic(options.schema, field, args);
    if ('problem' in topic)
      throw new GatewayError('BAD_USER_INPUT', `Subscription.${name}: ${topic.problem}.`);
    return topic.value.key;
  }

  return {
    ...lifecycle,
    subscribe: (request, pusher) => tellRefusal(subscribe({ ...options, lastSent }, request, pusher)),
    subscribeCompat: (request, dialect) => tellRefusal(subscribeCompat(options, request, dialect)),
    async streamResults(request) {
      const results = await tellRefusal(streamResults(options, request, () => following.delete(results)));
      following.add(results);
      return results;
    },
    authorizeChannel: (question) =>
      authorizeChannel({ ...options, channelRule: input.channelRule }, question),
    async admit(question) {
      await admitToChannel({ ...options, channelRule: input.channelRule }, question);
    },
    purposeOf: (channel) => purposeOfChannel(options.fields, channel),
    async publish(field, args, event, how) {
      const topic = topicKey(field, args);
      // Before anything is awaited: the caller may change its event afterwards.
      const body = eventJson(event);
      // A viewer whose grant is too old must not receive it.
      if (maxAge !== undefined) await rotateIfExpired(topic);
      return publisher.publish(topic, body, how);
    },
    isWanted: async (field, args) => (await store.registrations.byTopic(topicKey(field, args))).length > 0,
    async revoke(field, args) {
      const topic = topicKey(field, args);
      const { id } = await store.generations.current(topic);
      await ending.end(topic, id);
      await ending.notify();
    },
    async reconcile() {
      await lifecycle.reconcile();
      if (maxAge === undefined) return;
      const topics = new Set<string>();
      for await (const { topic } of store.registrations.all()) topics.add(topic);
      // Also where nothing is published: a viewer that is not allowed any more receives an error.
      for (const topic of topics) await rotateIfExpired(topic);
    },
    revalidate: (before) => revalidate({ ...options, send }, before),
    signature: signatureOf(options.schema, options.fields),
    async sweep() {
      const elapsed = startWatch();
      await tellEnded();
      await publisher.sweep();
      const expired = await store.registrations.sweep();
      if (expired > 0) observe.registrationsEnded?.({ count: expired, cause: 'expired' });
      observe.swept?.({ milliseconds: elapsed(), expired });
    },
    deadLetters: (limit = 100) => store.mailboxes.deadLetters(limit),
    async settle() {
      settling++;
      try {
        await settleWithin(options.settleTimeout);
      } finally {
        settling--;
      }
    },
  };
}

/** False when the promise takes longer than that many ms. Rejects as the promise does in that time. */
async function inTime(promise: Promise<void>, timeout: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), timeout);
  });
  try {
    return await Promise.race([promise.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}
