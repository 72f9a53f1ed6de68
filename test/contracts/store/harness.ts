import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import type {
  Lease,
  LogEntry,
  Operation,
  Registration,
  Renewal,
  Store,
} from '../../../src/core/ports/store.ts';
import type { Position } from '../../../src/protocol/index.ts';
import type { OpenStore } from '../store.ts';

/** A fresh store for each test, and short words for what the tests do with it. */
export interface Harness {
  readonly store: Store;
  /** Another store in the same space, as another process would open it. */
  another(): Promise<Store>;
  /** Moves the clock forward, in ms. */
  pass(milliseconds: number): void;
  now(): number;
  /** Makes {@link testGeneration} the generation of the topics. */
  begin(...topics: string[]): Promise<void>;
  /** Ends the topic's generation; fails when the store refuses. Returns the channels that it had. */
  renew(topic: string, next?: Partial<Renewal>): Promise<string[]>;
  /** Begins the topic, unless the test has, and registers a channel (by default the operation's own) for a minute; fails when the store refuses. */
  subscribe(operation: Operation, channel?: string, ttl?: number): Promise<Position>;
  /** Takes the topic's lease for a minute; fails when somebody else has it. */
  lease(topic: string): Promise<Lease>;
  /** Appends results of the given events to one operation's log and answers their offsets. */
  log(lease: Lease, operation: Operation, ...eventIds: string[]): Promise<number[]>;
}

export const minute = 60_000;

/** The generation of the tests' topics until they change it. */
export const testGeneration = 'g1';

/** Keeps everything that the tests outside of `retention` log. */
export const generous = { results: 1_000, milliseconds: 60 * minute };

export function harnessFor(open: OpenStore): Harness {
  let stores: Store[] = [];
  let time = 0;
  let space = '';
  let begun = new Map<string, Promise<void>>();

  const now = () => time;
  const another = async () => {
    const store = await open({ space, now });
    stores.push(store);
    return store;
  };
  const first = (): Store => {
    const [store] = stores;
    if (!store) throw new Error('The harness has no store outside of a test.');
    return store;
  };

  beforeEach(async () => {
    begun = new Map();
    time = Date.UTC(2030, 0, 1);
    space = `t${randomUUID().replaceAll('-', '')}`;
    await another();
  });
  afterEach(async () => {
    const opened = stores;
    stores = [];
    await Promise.all(opened.map((store) => store.close()));
  });

  const begin = async (...topics: string[]): Promise<void> => {
    for (const topic of topics) {
      const beginning = begun.get(topic) ?? beginTopic(first(), topic);
      begun.set(topic, beginning);
      await beginning;
    }
  };

  return {
    begin,
    renew: (topic, next) => renewTopic(first(), topic, next),
    get store() {
      return first();
    },
    another,
    now,
    pass: (milliseconds) => {
      time += milliseconds;
    },
    subscribe: async (operation, channel = channelOf(operation), ttl = minute) => {
      await begin(operation.topic);
      const position = await first().registrations.add(operation, { channel, dialect: 'native' }, ttl);
      if (!position) throw new Error(`The store refused ${operation.id}.`);
      return position;
    },
    lease: async (topic) => {
      const acquired = await first().mailboxes.acquire(topic, minute, 0);
      if (!acquired) throw new Error(`${topic} has a holder.`);
      return acquired.lease;
    },
    log: async (lease, operation, ...eventIds) => {
      const entries = eventIds.map((eventId) => entryOf(operation, eventId));
      const logged = await first().logs.append(lease, entries, generous);
      if (!logged) throw new Error('The lease is lost.');
      return logged.map(({ position }) => position.offset);
    },
  };
}

/** Ends the topic's generation, and by default everything that was registered under it. */
export async function renewTopic(
  { generations }: Store,
  topic: string,
  next: Partial<Renewal> = {},
): Promise<string[]> {
  const { id: from } = await generations.current(topic);
  const renewal: Renewal = { from, generation: randomUUID(), successors: [], ttl: minute, ...next };
  const channels = await generations.renew(topic, renewal);
  if (!channels) throw new Error(`The store did not renew ${topic}.`);
  return channels;
}

/** Makes {@link testGeneration} the topic's generation. */
export async function beginTopic(store: Store, topic: string): Promise<void> {
  await renewTopic(store, topic, { generation: testGeneration });
}

export function operationOn(topic: string, id = `on-${topic}`, generation = testGeneration): Operation {
  return {
    id,
    topic,
    generation,
    field: 'messageAdded',
    document: 'subscription Q($text: String) { messageAdded(roomId: "1", text: $text) { id } }',
    operationName: 'Q',
    variables: { text: 'Zoë "}{" \n 🦆', nested: { list: [1, null, true] } },
    claims: { sub: 'u1' },
  };
}

export function channelOf({ id }: Pick<Operation, 'id'>): string {
  return `private-cache-gql-${id}`;
}

export function entryOf({ id }: Pick<Operation, 'id'>, eventId: string): LogEntry {
  return { operation: id, eventId, body: JSON.stringify({ data: { of: eventId, text: 'Zoë :\n🦆' } }) };
}

export function eventOf(id: string) {
  return { id, body: JSON.stringify({ id, text: 'Zoë :\n🦆' }) };
}

export async function allOf<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

export async function liveChannels(store: Store): Promise<string[]> {
  const registrations: Registration[] = await allOf(store.registrations.all());
  return registrations.map(({ channel }) => channel).sort();
}
