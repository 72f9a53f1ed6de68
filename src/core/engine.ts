import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Grant, type Result, settlesWithin } from '../protocol/index.ts';
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
  codeOf,
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

/** GraphQL subscriptions over Pusher, without a web framework. */
export interface Engine extends Lifecycle {
  /** Grants an operation to a viewer's Pusher connection. Throws as {@link subscribe} does. */
  subscribe(request: SubscriptionRequest, pusher: PusherRequest): Promise<Grant>;
  /** Registers an operation for a client of another library, on its own channel. Throws as {@link subscribe} does. */
  subscribeCompat(request: SubscriptionRequest, dialect: CompatDialect): Promise<CompatGrant>;
  /** Streams an operation's results over a connection to this process. Throws as {@link streamResults} does. */
  streamResults(request: StreamRequest): Promise<AsyncIterableIterator<Result>>;
  /** Authorizes a connection to join a channel. Throws as {@link authorizeChannel} does. */
  authorizeChannel(question: ChannelQuestion): Promise<ChannelAuth>;
  /** Rejects unless the viewer may receive a channel's messages. Throws as {@link admitToChannel} does. */
  admit(question: AdmissionQuestion): Promise<void>;
  /** Describes what the gateway sends on a channel. Returns `undefined` for a channel that the gateway does not use. */
  purposeOf(channel: string): string | undefined;
  /** Publishes an event on a field's topic. Throws `BAD_USER_INPUT`, `STORE_UNAVAILABLE`. */
  publish(field: string, args: TopicArguments, event: unknown, options?: PublishOptions): Promise<Published>;
  /**
   * Resolves with `true` when the topic has a registered subscriber. Subscribers of public topic channels do not count.
   */
  isWanted(field: string, args: TopicArguments): Promise<boolean>;
  /** Ends a topic's operations. Clients that are still authorized subscribe again. */
  revoke(field: string, args: TopicArguments): Promise<void>;
  /**
   * Ends operations that are invalid under a new schema version on the same store. Their subscribers subscribe again
   * and receive the reason. `before` is the `signature` of the previous version; if given, operations whose channels or
   * argument defaults changed end too. Do not publish during this call.
   */
  revalidate(before?: SchemaSignature): Promise<Revalidated>;
  /** Signature of this schema version, as plain JSON, for {@link Engine.revalidate} of the next version. */
  readonly signature: SchemaSignature;
  /** Sends events that an outage or a crash left in mailboxes, and removes expired data. Call it every few seconds. */
  sweep(): Promise<void>;
  /** Resolves with events that Pusher rejected permanently, newest first. */
  deadLetters(limit?: number): Promise<DeadLetter[]>;
  /**
   * Ends the streams of this process. Resolves when the process no longer sends anything, and at most `settleTimeout`
   * plus 2 s later. It does not wait for the end of a Pusher outage: undelivered events stay in the mailbox.
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

/** Options of {@link createEngine}. Options with a default are optional. */
export type EngineInput = Omit<EngineOptions, 'lifetimes' | 'quotas' | 'rotateIfExpired' | Defaulted> &
  Partial<Pick<EngineOptions, Defaulted>> & {
    readonly lifetimes?: Partial<Lifetimes>;
    readonly channelRule?: ChannelRule | undefined;
    /** Limits on the number of operations, or `false` for none. See {@link Quotas} for the defaults. */
    readonly quotas?: Partial<Quotas> | false;
    /**
     * Maximum age of a grant, in ms. After that, nothing more is sent on its channel. A client whose token is still
     * valid subscribes again and misses nothing. Default: a grant is valid as long as its connection.
     */
    readonly maxSubscriptionAge?: number;
  };

/** Time that drains have to release their leases after they are asked to stop, in ms. */
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
        `${name} is ${defaults[name]}, more than the maximum of ${largestMaxBytes} bytes. Set a smaller value.`,
      );
  const { maxSubscriptionAge: maxAge } = input;
  let settling = 0;
  let stopping = 0;
  const isStopping = (): boolean => stopping > 0;
  const send = createSend(defaults.transport, { ...defaults, isSettling: () => settling > 0 });
  const ending = createGenerationEnding({ ...defaults, send });
  const rotateIfExpired = createRotateIfExpired({ store: defaults.store, maxAge, end: endAndNotify });
  const options: EngineOptions = {
    ...defaults,
    rotateIfExpired,
    store: watchForFallback(defaults.store, defaults),
  };
  const { store, observe } = options;
  const lastSent = createLastSent(options);
  const streams = new Set<AsyncIterableIterator<Result>>();
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

  async function endAndNotify(topic: string, generation: string): Promise<void> {
    await ending.end(topic, generation);
    await notifyEnded();
  }

  /** On failure, the messages stay queued, and a later sweep sends them. */
  function notifyEnded(): Promise<void> {
    return ending.notify().catch((error: unknown) => options.onError(error, 'sending resubscribe messages'));
  }

  /** Rejects as the subscription does. */
  async function observeRejection<T>(subscription: Promise<T>): Promise<T> {
    try {
      return await subscription;
    } catch (error) {
      observe.subscriptionRefused?.({
        code: codeOf(error) ?? 'UNEXPECTED',
        message: error instanceof Error ? error.message : String(error),
      });
      throw error;
    }
  }

  async function finish(): Promise<void> {
    await Promise.all([...streams].map((results) => results.return?.()));
    await publisher.idle();
    await notifyEnded();
  }

  /** Waits for resolvers until the timeout. Then drains stop waiting for them and release their leases. */
  async function settleWithin(timeout: number): Promise<void> {
    const finished = finish();
    if (await settlesWithin(finished, timeout)) return;
    stopping++;
    try {
      if (await settlesWithin(finished, stopTimeout)) return;
      options.onError(new Error(`Work is still unfinished after ${timeout + stopTimeout} ms.`), 'settling');
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
    subscribe: (request, pusher) => observeRejection(subscribe({ ...options, lastSent }, request, pusher)),
    subscribeCompat: (request, dialect) => observeRejection(subscribeCompat(options, request, dialect)),
    async streamResults(request) {
      const results = await observeRejection(streamResults(options, request, () => streams.delete(results)));
      streams.add(results);
      return results;
    },
    authorizeChannel: (question) =>
      authorizeChannel({ ...options, channelRule: input.channelRule }, question),
    admit: (question) => admitToChannel({ ...options, channelRule: input.channelRule }, question),
    purposeOf: (channel) => purposeOfChannel(options.fields, channel),
    async publish(field, args, event, publishOptions) {
      const topic = topicKey(field, args);
      // Serialize before the first `await`: the caller may change its event afterwards.
      const body = eventJson(event);
      // A viewer whose grant is too old must not receive the event.
      if (maxAge !== undefined) await rotateIfExpired(topic);
      return publisher.publish(topic, body, publishOptions);
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
      // Topics without events rotate too, so that viewers who are no longer authorized receive an error.
      for (const topic of topics) await rotateIfExpired(topic);
    },
    revalidate: (before) => revalidate({ ...options, send }, before),
    signature: signatureOf(options.schema, options.fields),
    async sweep() {
      const elapsed = startWatch();
      await notifyEnded();
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
