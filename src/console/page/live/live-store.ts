import type { ConsoleFramesSubscription } from '../generated/graphql.ts';
import { aheadBy, type ClockReading, uncertaintyOf } from './clock.ts';
import { type Bins, forget, spread } from './spread.ts';

export type Frame = ConsoleFramesSubscription['console'];
export type LogEntry = Frame['log'][number];
export type Activity = Frame['operations'][number];

/** Maximum length of a chart, in seconds. */
export const chartSeconds = 120;
/** Maximum number of entries in the log. */
export const maxLog = 400;

/** One latency, in ms from storing an event until this page could show it, and the time of its frame. */
interface Sample {
  readonly at: number;
  readonly milliseconds: number;
}

/** The last frame of one gateway. */
interface Instance {
  readonly at: number;
  readonly connections: number | null;
}

/** The state derived from all frames. Each frame creates a new object. */
export interface Live {
  /** End of the newest frame, by the gateways' clock; 0 before the first frame. */
  readonly at: number;
  readonly events: Bins;
  readonly executions: Bins;
  readonly messages: Bins;
  readonly deliveries: Bins;
  /** The gateway knows the number of deliveries. */
  readonly countsDeliveries: boolean;
  readonly samples: readonly Sample[];
  /** Newest first. */
  readonly log: readonly LogEntry[];
  /** Number of entries that the gateways left out of the log. */
  readonly omitted: number;
  readonly instances: ReadonlyMap<string, Instance>;
  /** Executions since the last overview, by operation id. */
  readonly activity: ReadonlyMap<string, Activity>;
  /** Increases with each frame after which the list of operations may be different. */
  readonly changes: number;
  /** Ms from creating the newest frame until this page received it. */
  readonly lag: number | undefined;
}

export interface LiveStore {
  snapshot(): Live;
  subscribe(onChange: () => void): () => void;
  add(frame: Frame): void;
  /** Corrects the difference between the clocks of the gateway and this page. Without a reading, none is assumed. */
  readClock(reading: ClockReading): void;
  /** Resets `activity`. Call this when a new overview includes it. */
  forgetActivity(): void;
}

/** A gateway without a frame for this long, in ms, is assumed to have stopped. */
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
      const delay = delayFromPusher(lag, frame.latencies);
      const recent = [...live.instances].filter(([, instance]) => instance.at > at - instanceTtl);
      change({
        at: Math.max(live.at, at),
        countsDeliveries: deliveries !== null,
        samples: [
          ...live.samples.filter((sample) => sample.at > oldest * 1_000),
          ...frame.latencies.map((each) => ({ at, milliseconds: each + delay })),
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
 * Estimates the delay from Pusher to this page, in ms. A frame is itself an event, so its own latency to Pusher is
 * about the median of the latencies it reports; the rest of its lag is the delay after Pusher.
 */
function delayFromPusher(lag: number, latencies: readonly number[]): number {
  return Math.max(
    0,
    lag -
      (quantile(
        latencies.toSorted((one, other) => one - other),
        0.5,
      ) ?? 0),
  );
}

/** Replaces entries that have a newer version, and puts new entries first. */
function merged(log: readonly LogEntry[], news: readonly LogEntry[]): LogEntry[] {
  const byId = new Map(news.map((entry) => [entry.id, entry]));
  const updated = log.map((entry) => {
    const newer = byId.get(entry.id);
    byId.delete(entry.id);
    return newer ?? entry;
  });
  return [...[...byId.values()].toReversed(), ...updated].slice(0, maxLog);
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

/** Returns the quantile `part` (0 to 1) of sorted values; `undefined` for an empty list. */
export function quantile(sorted: readonly number[], part: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))];
}
