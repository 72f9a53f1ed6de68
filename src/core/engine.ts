import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Grant, Position, Result } from '../protocol/index.ts';
import { operationEvent } from '../protocol/index.ts';
import { authorizeChannel, type ChannelQuestion, type ChannelRule } from './authorize-channel.ts';
import { createDrain } from './drain.ts';
import { defaultLifetimes, defaultRetention, type EngineOptions, type Lifetimes } from './engine-options.ts';
import { GatewayError } from './errors.ts';
import { createExecuteForEvent } from './execute-for-event.ts';
import { follow } from './follow.ts';
import { createLifecycle, type Lifecycle } from './lifecycle.ts';
import type { SubscriptionRequest } from './prepare-operation.ts';
import { createPublisher, type Published } from './publish.ts';
import { createSend } from './send.ts';
import { createStandingChannels } from './standing-channels.ts';
import type { DeadLetter, Retention } from './store.ts';
import { subscribe } from './subscribe.ts';
import { topicOf } from './topic.ts';
import type { ChannelAuth } from './transport.ts';

/** What a topic is named by: the arguments of the field's template, and claims under `viewer`. */
export type TopicArguments = Readonly<Record<string, unknown>> & {
  readonly viewer?: Readonly<Record<string, unknown>>;
};

/** Subscriptions over Pusher, without any framework around them. */
export interface Engine extends Lifecycle {
  /** Grants an operation to a viewer's Pusher connection. Throws as {@link subscribe} does. */
  subscribe(
    request: SubscriptionRequest,
    pusher: { socketId: string; position?: Position | undefined },
  ): Promise<Grant>;
  /** The results of an operation for a caller who holds a connection to this process. Throws as {@link follow} does. */
  follow(request: SubscriptionRequest): Promise<AsyncIterableIterator<Result>>;
  /** Admits a connection to a channel by name. Throws as {@link authorizeChannel} does. */
  authorizeChannel(question: ChannelQuestion): Promise<ChannelAuth>;
  /** Publishes an event on a field's topic. Throws `BAD_USER_INPUT`, `STORE_UNAVAILABLE`. */
  publish(field: string, args: TopicArguments, event: unknown): Promise<Published>;
  /** Ends a topic's operations; whoever is still allowed subscribes anew. */
  revoke(field: string, args: TopicArguments): Promise<void>;
  /** Sends what an outage or a crash left behind, and removes what has expired. Call it every few seconds. */
  sweep(): Promise<void>;
  /** Events that Pusher refused for good, newest first. */
  deadLetters(limit?: number): Promise<DeadLetter[]>;
  /** Resolves when this process is sending nothing any more. */
  idle(): Promise<void>;
}

/** What has a default may be left out. */
export type EngineInput = Omit<
  EngineOptions,
  'lifetimes' | 'retention' | 'now' | 'wait' | 'random' | 'newId'
> &
  Partial<Pick<EngineOptions, 'retention' | 'now' | 'wait' | 'random' | 'newId'>> & {
    readonly lifetimes?: Partial<Lifetimes>;
    readonly channelRule?: ChannelRule | undefined;
  };

export function createEngine(input: EngineInput): Engine {
  const options: EngineOptions = {
    now: Date.now,
    wait: async (milliseconds) => {
      await delay(milliseconds);
    },
    random: Math.random,
    newId: randomUUID,
    retention: defaultRetention satisfies Retention,
    ...input,
    lifetimes: { ...defaultLifetimes, ...input.lifetimes },
  };
  const { store, transport } = options;
  const publisher = createPublisher(options, (onOutcome) =>
    createDrain({
      ...options,
      execute: createExecuteForEvent(options),
      send: createSend(transport, options),
      standing: createStandingChannels(options),
      onOutcome,
    }),
  );

  function topicKey(name: string, { viewer = {}, ...args }: TopicArguments): string {
    const field = options.fields.get(name);
    if (!field) throw new GatewayError('BAD_USER_INPUT', `Subscription has no field "${name}".`);
    const topic = topicOf(field, args, viewer);
    if ('problem' in topic)
      throw new GatewayError('BAD_USER_INPUT', `Subscription.${name}: ${topic.problem}.`);
    return topic.value.key;
  }

  return {
    ...createLifecycle(options),
    subscribe: (request, pusher) => subscribe(options, request, pusher),
    follow: (request) => follow(options, request),
    authorizeChannel: (question) =>
      authorizeChannel({ ...options, channelRule: input.channelRule }, question),
    publish: async (field, args, event) => publisher.publish(topicKey(field, args), event),
    async revoke(field, args) {
      const channels = await store.generations.renew(topicKey(field, args));
      const send = createSend(transport, options);
      await send(
        channels.map((channel) => ({ channel, event: operationEvent.resubscribe, json: '{}' })),
        async () => true,
      );
    },
    async sweep() {
      await publisher.sweep();
      await store.registrations.sweep();
    },
    deadLetters: (limit = 100) => store.mailboxes.deadLetters(limit),
    idle: () => publisher.idle(),
  };
}
