import type { GraphQLSchema } from 'graphql';
import type {
  ConsoleChannel,
  ConsoleChannelKind,
  ConsoleOperation,
  ConsoleOverview,
  ConsoleTopic,
} from '../../builtins/index.ts';
import type {
  Census,
  OccupiedChannels,
  Operation,
  Store,
  SubscriptionField,
  WaitingTopics,
} from '../../core/index.ts';
import { eventTypeOf, eventTypesOf } from './event-types.ts';
import type { ChannelsServerFigures } from './feed.ts';
import { consoleField, type Tally } from './tally.ts';

/** Maximum length of each list. It keeps the response small; longer lists would not be read anyway. */
const maxListed = 250;

type Dialect = Census['registrations'][number]['dialect'];

const kindOf: Readonly<Record<Dialect, ConsoleChannelKind>> = {
  native: 'OPERATION',
  topic: 'TOPIC',
  'graphql-ruby': 'PEER',
  lighthouse: 'PEER',
  sse: 'EVENT_STREAM',
};

/** The collaborators of {@link takeOverview}. */
export interface OverviewOptions {
  readonly schema: GraphQLSchema;
  readonly store: Store;
  readonly waiting: Pick<WaitingTopics, 'look'>;
  readonly fields: ReadonlyMap<string, SubscriptionField>;
  readonly instance: string;
  readonly tally: Pick<Tally, 'activityOf'>;
  readonly server: (() => ChannelsServerFigures) | undefined;
  /** Requests the numbers of subscribers from Pusher. */
  countSubscribers(): Promise<OccupiedChannels>;
  /** Subscription fields on which only the gateway itself publishes. */
  readonly ownFields: ReadonlySet<string>;
  now(): number;
}

/** Takes a snapshot of channels, operations and topics. The console's own registrations and topics are left out. */
export async function takeOverview(options: OverviewOptions): Promise<ConsoleOverview> {
  const { schema, store, waiting, fields, instance, server, ownFields, now } = options;
  const { subscribers, counts } = await options.countSubscribers();
  const at = now();
  const registrations = [];
  const own = new Set<string>();
  for await (const registration of store.registrations.all()) {
    if (isOwn(registration.topic)) own.add(registration.channel);
    else registrations.push(registration);
  }
  const onChannel = (channel: string, dialect?: Dialect): number | null => {
    if (dialect === 'sse') return 1;
    return counts ? (subscribers.get(channel) ?? 0) : null;
  };

  const byChannel = Map.groupBy(registrations, ({ channel }) => channel);
  const others = [...subscribers.keys()].filter((name) => !byChannel.has(name) && !own.has(name));
  const channels = [
    ...[...byChannel].map(([name, of]): ConsoleChannel => {
      const dialect = of[0]?.dialect;
      return {
        name,
        kind: dialect ? kindOf[dialect] : 'OTHER',
        subscribers: onChannel(name, dialect),
        operations: of.map(({ operation }) => operation),
        expiresAt: at + Math.max(...of.map(({ expiresIn }) => expiresIn)),
      };
    }),
    ...others.map(
      (name): ConsoleChannel => ({
        name,
        kind: 'OTHER',
        subscribers: onChannel(name),
        operations: [],
        expiresAt: null,
      }),
    ),
  ];

  const byTopic = Map.groupBy(registrations, ({ topic }) => topic);
  const waitingTopics = new Map((await waiting.look()).map((each) => [each.topic, each]));
  const keys = [...new Set([...waitingTopics.keys(), ...byTopic.keys()])].filter((key) => !isOwn(key));
  const topics = keys.map(
    (key): ConsoleTopic => ({
      key,
      field: key.slice(0, key.indexOf(':')),
      operations: new Set(byTopic.get(key)?.map(({ operation }) => operation)).size,
      depth: waitingTopics.get(key)?.depth ?? 0,
      waitingSince: waitingTopics.get(key)?.since ?? null,
    }),
  );

  const ids = new Set(registrations.map(({ operation }) => operation));
  const operations: ConsoleOperation[] = [];
  for (const key of byTopic.keys()) {
    if (operations.length >= maxListed) break;
    for (const { operation, channels: its } of await store.registrations.byTopic(key)) {
      const on = its.map(({ channel, dialect }) => onChannel(channel, dialect));
      const isKnown = on.every((count) => count !== null);
      operations.push({
        ...asConsoleOperation(operation, options),
        channels: its.length,
        subscribers: isKnown ? on.reduce<number>((sum, count) => sum + (count ?? 0), 0) : null,
      });
    }
  }

  const published = [...fields.values()].filter(({ name }) => !ownFields.has(name));
  const lists = {
    channels: channels.toSorted((one, other) => (other.subscribers ?? 0) - (one.subscribers ?? 0)),
    operations: operations.toSorted((one, other) => (other.lastAt ?? 0) - (one.lastAt ?? 0)),
    topics: topics.toSorted((one, other) => other.depth - one.depth),
  };
  return {
    instance,
    at,
    server: server ? figuresOf(server()) : null,
    countsSubscribers: counts,
    channels: lists.channels.slice(0, maxListed),
    operations: lists.operations.slice(0, maxListed),
    topics: lists.topics.slice(0, maxListed),
    fields: published.map(({ name, template }) => ({
      name,
      template: template.text,
      arguments: [...template.arguments],
      claims: [...template.claims],
      eventType: eventTypeOf(schema, name) ?? null,
    })),
    eventTypes: eventTypesOf(
      schema,
      published.map(({ name }) => name),
    ),
    deadLetters: (await store.mailboxes.deadLetters(20)).filter(({ topic }) => !isOwn(topic)),
    omitted: [channels.length, ids.size, topics.length].reduce(
      (sum, length) => sum + Math.max(0, length - maxListed),
      0,
    ),
  };
}

function asConsoleOperation(
  { id, field, topic, document, variables, claims }: Operation,
  { tally }: Pick<OverviewOptions, 'tally'>,
): Omit<ConsoleOperation, 'channels' | 'subscribers'> {
  const activity = tally.activityOf(id);
  return {
    id,
    field,
    topic,
    document,
    variables,
    claims,
    executions: activity?.executions ?? 0,
    lastResult: activity?.lastResult ?? null,
    lastAt: activity?.lastAt ?? null,
  };
}

function figuresOf({ connections, channels, users }: ChannelsServerFigures) {
  return { connections, channels, users };
}

function isOwn(topic: string): boolean {
  return topic.startsWith(`${consoleField}:`);
}
