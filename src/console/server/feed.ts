import type { ConsoleFrame } from '../../builtins/index.ts';
import type { Engine, OccupiedChannels } from '../../core/index.ts';
import { steadyClock } from '../../protocol/index.ts';
import { consoleField, type Tally } from './tally.ts';

/** Figures of a Channels server in the gateway's process, as returned by `stats()` of `graphql-pusher/channels`. */
export interface ChannelsServerFigures {
  readonly connections: number;
  readonly channels: number;
  readonly users: number;
  /** Messages written to clients since the server started. */
  readonly sent: number;
}

/** The collaborators of {@link createFeed}. */
export interface FeedOptions {
  readonly engine: () => Pick<Engine, 'isWanted' | 'publish'>;
  readonly tally: Pick<Tally, 'take' | 'takeChannels'>;
  readonly instance: string;
  readonly server: (() => ChannelsServerFigures) | undefined;
  /** The last known occupied channels; `undefined` before the first overview. */
  occupied(): OccupiedChannels | undefined;
  now(): number;
  onError(error: unknown, where: string): void;
}

/** Publishes about one frame per second while the console has viewers. Without viewers it costs almost nothing. */
export interface Feed {
  /** Checks for viewers, at most once per `idleCheckInterval`, and starts publishing if there are any. */
  startIfWatched(): void;
  /** Starts publishing frames. Has no effect if the feed is already running. */
  start(): void;
  stop(): void;
}

/** Interval between frames, in ms. */
const frameInterval = 1_000;
/** Minimum interval between checks for viewers, in ms. The check is needed because a viewer can register at another process. */
const idleCheckInterval = 5_000;
/** Number of frames between two checks for remaining viewers. */
const framesBetweenChecks = 10;

export function createFeed({ engine, tally, instance, server, occupied, now, onError }: FeedOptions): Feed {
  const elapsed = steadyClock(now);
  let timer: NodeJS.Timeout | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let frames = 0;
  let last = { at: elapsed(), sent: 0 };
  let isPublishing = false;

  const isWanted = (): Promise<boolean> => engine().isWanted(consoleField, {});

  function start(): void {
    if (timer) return;
    // Drop what was counted while there were no viewers.
    tally.take();
    tally.takeChannels();
    last = { at: elapsed(), sent: server?.().sent ?? 0 };
    timer = setInterval(() => {
      tick().catch((error: unknown) => onError(error, 'publishing a frame to the console'));
    }, frameInterval).unref();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  async function tick(): Promise<void> {
    // If publishing is slow, skip ticks: the next frame covers the whole time.
    if (isPublishing) return;
    isPublishing = true;
    try {
      if (++frames % framesBetweenChecks === 0 && !(await isWanted())) return stop();
      await engine().publish(consoleField, {}, frame());
    } finally {
      isPublishing = false;
    }
  }

  /** Deliveries of these messages, by subscribers of each channel; `undefined` when Pusher does not count subscribers. */
  function deliveriesOf(channels: ReadonlyMap<string, number>): number | undefined {
    const known = occupied();
    if (!known?.counts) return undefined;
    let total = 0;
    for (const [channel, times] of channels) total += times * (known.subscribers.get(channel) ?? 0);
    return total;
  }

  function frame(): ConsoleFrame {
    const at = elapsed();
    const milliseconds = at - last.at;
    const figures = server?.();
    const { own, others } = tally.takeChannels();
    const sent = figures ? figures.sent - last.sent : 0;
    last = { at, sent: figures?.sent ?? 0 };
    return {
      instance,
      at: now(),
      milliseconds,
      ...tally.take(),
      deliveries: figures ? Math.max(0, sent - (deliveriesOf(own) ?? 0)) : (deliveriesOf(others) ?? null),
      connections: figures?.connections ?? null,
    };
  }

  return {
    startIfWatched() {
      if (timer || elapsed() - checkedAt < idleCheckInterval) return;
      checkedAt = elapsed();
      isWanted().then(
        (wanted) => {
          if (wanted) start();
        },
        (error: unknown) => onError(error, 'checking for viewers of the console'),
      );
    },
    start,
    stop,
  };
}
