import type { ConsoleFrame } from '../../builtins/index.ts';
import type { Engine, OccupiedChannels } from '../../core/index.ts';
import { steadyClock } from '../../protocol/index.ts';
import { consoleField, type Tally } from './tally.ts';

/** A Channels server in the gateway's process: what `stats()` of `graphql-pusher/channels` tells. */
export interface ChannelsServerFigures {
  readonly connections: number;
  readonly channels: number;
  readonly users: number;
  /** Messages written to clients since its start. */
  readonly sent: number;
}

/** The collaborators of {@link createFeed}. */
export interface FeedOptions {
  readonly engine: () => Pick<Engine, 'isWanted' | 'publish'>;
  readonly tally: Pick<Tally, 'take' | 'takeChannels'>;
  readonly instance: string;
  readonly server: (() => ChannelsServerFigures) | undefined;
  /** As it was known last; `undefined` before anybody asked. */
  occupied(): OccupiedChannels | undefined;
  now(): number;
  onError(error: unknown, where: string): void;
}

/** Publishes a frame about once a second while somebody watches, and costs next to nothing while nobody does. */
export interface Feed {
  /** Something has happened, or somebody asks: the time to look whether anybody watches. */
  notice(): void;
  /** Somebody watches from now on. */
  start(): void;
  stop(): void;
}

/** Ms from one frame to the next. */
const pace = 1_000;
/** How often it is looked whether anybody watches, at most, in ms: somebody may have come to another process. */
const idlePace = 5_000;
/** Frames between two looks whether anybody still watches. */
const framesBetweenLooks = 10;

export function createFeed({ engine, tally, instance, server, occupied, now, onError }: FeedOptions): Feed {
  const elapsed = steadyClock(now);
  let timer: NodeJS.Timeout | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let frames = 0;
  let last = { at: elapsed(), sent: 0 };
  let isPublishing = false;

  const isWanted = (): Promise<boolean> => engine().isWanted(consoleField, {});

  function start(): void {
    if (timer) return;
    // What happened while nobody watched is nobody's business.
    tally.take();
    tally.takeChannels();
    last = { at: elapsed(), sent: server?.().sent ?? 0 };
    timer = setInterval(() => {
      tick().catch((error: unknown) => onError(error, 'telling the console'));
    }, pace).unref();
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
  }

  async function tick(): Promise<void> {
    // During an outage one frame covers all of it.
    if (isPublishing) return;
    isPublishing = true;
    try {
      if (++frames % framesBetweenLooks === 0 && !(await isWanted())) return stop();
      await engine().publish(consoleField, {}, frame());
    } finally {
      isPublishing = false;
    }
  }

  /** How many connections heard all that was sent on these channels; `undefined` where nobody counts. */
  function reached(channels: ReadonlyMap<string, number>): number | undefined {
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
      deliveries: figures ? Math.max(0, sent - (reached(own) ?? 0)) : (reached(others) ?? null),
      connections: figures?.connections ?? null,
    };
  }

  return {
    notice() {
      if (timer || elapsed() - lookedAt < idlePace) return;
      lookedAt = elapsed();
      isWanted().then(
        (wanted) => {
          if (wanted) start();
        },
        (error: unknown) => onError(error, 'looking whether anybody watches the console'),
      );
    },
    start,
    stop,
  };
}
