import { randomUUID } from 'node:crypto';
import type { GraphQLSchema } from 'graphql';
import { type ConsoleOverview, type GatewayRules, permit, requireViewer } from '../../builtins/index.ts';
import {
  createSubscriberCount,
  type Engine,
  type Observer,
  type OccupiedChannels,
  type Store,
  type SubscriptionField,
  type SubscriptionRules,
  type Transport,
  type WaitingTopics,
} from '../../core/index.ts';
import { type ChannelsServerFigures, createFeed } from './feed.ts';
import { takeOverview } from './overview.ts';
import { consoleField, createTally } from './tally.ts';

/** The collaborators of {@link createConsole}. */
export interface ConsoleOptions {
  /** Called lazily: the engine and the fields are created after the schema, and the schema contains the console's fields. */
  readonly engine: () => Engine;
  readonly fields: () => ReadonlyMap<string, SubscriptionField>;
  readonly store: Store;
  readonly transport: () => Transport;
  readonly waiting: WaitingTopics;
  readonly rules: GatewayRules;
  readonly ownFields: ReadonlySet<string>;
  readonly server: (() => ChannelsServerFigures) | undefined;
  now(): number;
  onError(error: unknown, where: string): void;
}

/** The gateway's side of the page at `/console`. */
export interface Console {
  readonly observer: Partial<Observer>;
  /** Rules for `Subscription.console`. */
  readonly subscriptionRules: Record<string, SubscriptionRules>;
  /** Takes a snapshot. `schema` describes the types of events. */
  overview(schema: GraphQLSchema): Promise<ConsoleOverview>;
  stop(): void;
}

/** Creates the console of one gateway. Several gateways on one store each publish frames about themselves only. */
export function createConsole(options: ConsoleOptions): Console {
  const { fields, transport, rules, now, onError } = options;
  const instance = randomUUID().slice(0, 8);
  const tally = createTally(now, () => feed.startIfWatched(), onError);
  const channels: Transport['channels'] = (prefix, info) => transport().channels(prefix, info);
  const countOccupied = createSubscriberCount({ channels }, ['']);
  let occupied: OccupiedChannels | undefined;
  const feed = createFeed({ ...options, tally, instance, occupied: () => occupied });

  async function countSubscribers(): Promise<OccupiedChannels> {
    occupied = await countOccupied();
    return occupied;
  }

  return {
    observer: {
      ...tally.observer,
      registered(happened) {
        if (happened.field === consoleField) feed.start();
        tally.observer.registered?.(happened);
      },
    },
    subscriptionRules: {
      [consoleField]: {
        async authorize(_args, viewer) {
          await permit(rules, 'console', { operation: 'watch' }, requireViewer(viewer));
          return true;
        },
      },
    },
    overview: (schema) =>
      takeOverview({ ...options, schema, fields: fields(), instance, tally, countSubscribers }),
    stop: feed.stop,
  };
}
