/** The load generator: subscribers that count the events they receive. All alternatives use this code. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '../../src/protocol/index.ts';
import { type Calls, handleCalls, startArgument } from '../harness/calls.ts';
import { sharedNow } from '../harness/clock.ts';
import { quantile } from '../harness/statistics.ts';
import { connectorFor } from './connect.ts';
import { inParallel } from './in-parallel.ts';
import { connectPusher, requestGrant } from './pusher.ts';
import { type Counter, createCounter, type Tally } from './tally.ts';
import type { OnBytes, Subscriber, Target } from './target.ts';

/** The number of subscribers, and the number of distinct operations among them. */
export interface Crowd {
  readonly subscribers: number;
  readonly operations: number;
}

/** Durations in ms. */
export interface Joined {
  readonly connecting: number;
  readonly joining: number;
}

export interface Latencies {
  readonly p50: number;
  readonly p99: number;
  readonly worst: number;
}

export interface LoadCalls extends Calls {
  /** Disconnects the current subscribers, connects new ones, and subscribes them. */
  open(crowd: Crowd): Promise<Joined>;
  /** Resets the counts. */
  expect(expectation: { events: number; arrivals: boolean }): void;
  /** Resolves when all events have arrived, or when none has arrived for ten seconds. */
  finish(options: { inOrder: boolean }): Promise<Tally>;
  /** Returns the latencies from publishing an event to each of its deliveries, in ms. */
  latencies(publishedAt: number[]): Latencies;
  /** Reconnects all subscribers at once. Returns the duration in ms, and the number of recovered results. */
  rejoin(options: { position: Position; crowd: Crowd }): Promise<{ took: number; results: number }>;
  /** Returns the position of a new subscriber. */
  position(variant: number): Promise<Position>;
  close(): void;
}

/** `finish` gives up after this time without an event, in ms. */
const idleTimeout = 10_000;
/** Number of subscribers that connect or subscribe concurrently. */
const atOnce = 64;

const target = startArgument<Target>();
const connect = connectorFor(target);
let subscribers: Subscriber[] = [];
let readers: OnBytes[] = [];
let counter: Counter | undefined;

const calls: LoadCalls = {
  async open({ subscribers: count, operations }) {
    calls.close();
    const indexes = Array.from({ length: count }, (_, index) => index);
    const begin = performance.now();
    subscribers = await inParallel(atOnce, indexes, (index) =>
      connect(index % operations, (bytes, start, end) => readers[index]?.(bytes, start, end)),
    );
    const connected = performance.now();
    await inParallel(atOnce, subscribers, (subscriber) => subscriber.join());
    return { connecting: connected - begin, joining: performance.now() - connected };
  },
  expect({ events, arrivals }) {
    const created = createCounter({ subscribers: subscribers.length, events, arrivals });
    counter = created;
    readers = subscribers.map((_, index) => created.reader(index));
  },
  async finish({ inOrder }) {
    const counting = counter;
    if (!counting) throw new Error('Call "expect" before "finish".');
    const begin = sharedNow();
    while (!counting.isComplete && sharedNow() - Math.max(begin, counting.lastAt) < idleTimeout)
      await pause(2);
    return counting.tally(inOrder);
  },
  latencies(publishedAt) {
    const { sequences, at } = counter?.arrivals() ?? { sequences: [], at: [] };
    const latencies = Array.from(at, (when, index) => when - (publishedAt[(sequences[index] ?? 0) - 1] ?? 0));
    return {
      p50: quantile(latencies, 0.5),
      p99: quantile(latencies, 0.99),
      worst: quantile(latencies, 1),
    };
  },
  async position(variant) {
    const { gatewayPort } = ourTarget();
    const { grant } = await requestGrant(gatewayPort, variant, { socketId: '1.1' });
    return grant.position;
  },
  async rejoin({ position, crowd }) {
    const { gatewayPort, channelsPort } = ourTarget();
    calls.close();
    let results = 0;
    const begin = performance.now();
    const indexes = Array.from({ length: crowd.subscribers }, (_, index) => index);
    subscribers = await inParallel(atOnce, indexes, async (index): Promise<Subscriber> => {
      const connection = await connectPusher(channelsPort, () => undefined);
      const { socketId } = connection;
      const { grant, text } = await requestGrant(gatewayPort, index % crowd.operations, {
        socketId,
        position,
      });
      results += text.split('"sequence"').length - 1;
      await connection.subscribe(grant.channel, grant.auth);
      return { join: async () => undefined, close: connection.close };
    });
    return { took: performance.now() - begin, results };
  },
  close() {
    for (const subscriber of subscribers) subscriber.close();
    subscribers = [];
    readers = [];
  },
};

function ourTarget() {
  if (target.protocol !== 'graphql-pusher')
    throw new Error('Only clients of graphql-pusher can recover missed results.');
  return target;
}

handleCalls(calls, {});
