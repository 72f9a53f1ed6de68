/** The load generator: subscribers that count what they receive. The same code for every alternative. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Position } from '../../src/protocol/index.ts';
import { answerCalls, type Calls, startArgument } from '../harness/calls.ts';
import { sharedNow } from '../harness/clock.ts';
import { quantile } from '../harness/statistics.ts';
import { connectorFor } from './connect.ts';
import { inParallel } from './in-parallel.ts';
import { askForGrant, connectPusher } from './pusher.ts';
import { type Counter, createCounter, type Tally } from './tally.ts';
import type { OnBytes, Subscriber, Target } from './target.ts';

/** How many subscribers, and how many distinct operations they share among them. */
export interface Crowd {
  readonly subscribers: number;
  readonly operations: number;
}

/** How long it took, in ms. */
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
  /** Connects subscribers, then lets them join; those who were there leave. */
  open(crowd: Crowd): Promise<Joined>;
  /** Begins to count anew. */
  expect(expectation: { events: number; arrivals: boolean }): void;
  /** Resolves when everything has arrived, or nothing has for a while. */
  finish(options: { inOrder: boolean }): Promise<Tally>;
  /** From an event's publishing to each of its arrivals, in ms. */
  latencies(publishedAt: number[]): Latencies;
  /** All come back at once to what they missed; answers how long it took, and how many results came. */
  rejoin(options: { position: Position; crowd: Crowd }): Promise<{ took: number; results: number }>;
  /** Where a newcomer stands. */
  position(variant: number): Promise<Position>;
  close(): void;
}

/** Silence after which nothing more is expected, in ms. */
const silence = 10_000;
/** How many connect, or join, at once. */
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
    if (!counting) throw new Error('Nothing is expected.');
    const begin = sharedNow();
    while (!counting.isComplete && sharedNow() - Math.max(begin, counting.lastAt) < silence) await pause(2);
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
    const { grant } = await askForGrant(gatewayPort, variant, { socketId: '1.1' });
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
      const { grant, text } = await askForGrant(gatewayPort, index % crowd.operations, {
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
  if (target.speaks !== 'graphql-pusher') throw new Error('Only our own clients can come back.');
  return target;
}

answerCalls(calls, {});
