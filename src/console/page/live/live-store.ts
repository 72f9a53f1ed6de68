import type { ConsoleFramesSubscription } from '../generated/graphql.ts';
import { aheadBy, type ClockReading, uncertaintyOf } from './clock.ts';
import { quantile } from './quantile.ts';
import { type Bins, forget, spread } from './spread.ts';

export type Frame = ConsoleFramesSubscription['console'];
export type LogEntry = Frame['log'][number];
export type Activity = Frame['operations'][number];

/** Seconds that charts go back. */
export const chartSeconds = 120;
/** Entries of the log that are kept. */
export const maxLog = 400;

/** Ms from when an event was stored until it could be here, and when that was told. */
interface Sample {
  readonly at: number;
  readonly milliseconds: number;
}

/** What a gateway said last. */
interface Instance {
  readonly at: number;
  readonly connections: number | null;
}

/** All that is known from frames. A new object whenever one has come. */
export interface Live {
  /** When the newest frame ended, by the gateways' clock; 0 before the first. */
  readonly at: number;
  readonly events: Bins;
  readonly executions: Bins;
  readonly messages: Bins;
  readonly deliveries: Bins;
  /** Whether deliveries are known. */
  readonly countsDeliveries: boolean;
  readonly samples: readonly Sample[];
  /** Newest first. */
  readonly log: readonly LogEntry[];
  /** How much has happened that is not in the log. */
  readonly omitted: number;
  readonly instances: ReadonlyMap<string, Instance>;
  /** Executions since the overview was taken, by operation. */
  readonly activity: ReadonlyMap<string, Activity>;
  /** Grows with each frame that says that there may be other operations. */
  readonly changes: number;
  /** Ms from when the newest frame was made until it was here. */
  readonly lag: number | undefined;
}

export interface LiveStore {
  snapshot(): Live;
  subscribe(onChange: () => void): () => void;
  add(frame: Frame): void;
  /** Two machines have two clocks: without a reading they are taken for one. */
  readClock(reading: ClockReading): void;
  /** The overview holds it by now. */
  forgetActivity(): void;
}

/** A gateway that has said nothing for so long is gone. */
const instanceTtl = 15_000;

export function createLiveStore(now: () => number = Date.now): LiveStore {
  const listeners = new Set<() => void>();
  let clock: ClockReading | undefined;
  let live: Live = {
    at: 0,
    events: new Map(),
    executions: new Map(),
    messages: new Map(),
    deliveries: new Map(),
    countsDeliveries: false,
    samples: [],
    log: [],
    omitted: 0,
    instances: new Map(),
    activity: new Map(),
    changes: 0,
    lag: undefined,
  };

  function change(next: Partial<Live>): void {
    live = { ...live, ...next };
    for (const listener of listeners) listener();
  }

  return {
    snapshot: () => live,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    add(frame) {
      const { at, milliseconds, deliveries, connections } = frame;
      const from = at - milliseconds;
      const oldest = Math.floor(at / 1_000) - chartSeconds - 2;
      for (const name of ['events', 'executions', 'messages'] as const)
        spread(live[name], frame[name], from, at);
      if (deliveries !== null) spread(live.deliveries, deliveries, from, at);
      for (const name of ['events', 'executions', 'messages', 'deliveries'] as const)
        forget(live[name], oldest);
      const lag = Math.max(0, now() + (clock ? aheadBy(clock) : 0) - at);
      const way = wayFromPusher(lag, frame.latencies);
      const recent = [...live.instances].filter(([, instance]) => instance.at > at - instanceTtl);
      change({
        at: Math.max(live.at, at),
        countsDeliveries: deliveries !== null,
        samples: [
          ...live.samples.filter((sample) => sample.at > oldest * 1_000),
          ...frame.latencies.map((each) => ({ at, milliseconds: each + way })),
        ],
        log: merged(live.log, frame.log),
        omitted: live.omitted + frame.omitted,
        instances: new Map([...recent, [frame.instance, { at, connections }]]),
        activity: added(live.activity, frame.operations),
        changes: live.changes + (frame.changed ? 1 : 0),
        lag,
      });
    },
    readClock(reading) {
      if (!clock || uncertaintyOf(reading) <= uncertaintyOf(clock)) clock = reading;
    },
    forgetActivity: () => change({ activity: new Map() }),
  };
}

/**
 * From Pusher to this page, in ms, as the frame itself has taken it: an event as any other, which Pusher had about as
 * soon as those that it tells of.
 */
function wayFromPusher(lag: number, latencies: readonly number[]): number {
  return Math.max(
    0,
    lag -
      (quantile(
        latencies.toSorted((one, other) => one - other),
        0.5,
      ) ?? 0),
  );
}

/** What is known anew of an entry takes its place. */
function merged(log: readonly LogEntry[], news: readonly LogEntry[]): LogEntry[] {
  const byId = new Map(news.map((entry) => [entry.id, entry]));
  const kept = log.map((entry) => {
    const newer = byId.get(entry.id);
    byId.delete(entry.id);
    return newer ?? entry;
  });
  return [...[...byId.values()].toReversed(), ...kept].slice(0, maxLog);
}

function added(
  activity: ReadonlyMap<string, Activity>,
  news: readonly Activity[],
): ReadonlyMap<string, Activity> {
  const next = new Map(activity);
  for (const each of news) {
    const executions = (next.get(each.id)?.executions ?? 0) + each.executions;
    next.set(each.id, { ...each, executions });
  }
  return next;
}
