import type { ConsoleFrame, ConsoleLogKind, ConsoleOperationActivity } from '../../builtins/index.ts';
import { combineObservers, type Observer } from '../../core/index.ts';
import { clip } from './clip.ts';
import { followEvents } from './events-on-their-way.ts';
import { createOperationActivity } from './operation-activity.ts';
import { createRecentLog } from './recent-log.ts';

/** The subscription field that the console listens to. */
export const consoleField = 'console';

/** Latencies that one frame may hold. */
const maxLatencies = 50;

/** The counted part of a frame. */
type Tallied = Omit<ConsoleFrame, 'instance' | 'at' | 'milliseconds' | 'deliveries' | 'connections'>;

/** How often something was sent on each channel. */
type ChannelCounts = ReadonlyMap<string, number>;

/** Counts what happens between two frames. What the console causes itself is left out, or it would feed on itself. */
export interface Tally {
  readonly observer: Partial<Observer>;
  /** What has happened since the last time. */
  take(): Tallied;
  /** How often something was sent on each channel since the last time, the console's own channel included. */
  takeChannels(): { readonly own: ChannelCounts; readonly others: ChannelCounts };
  activityOf(operation: string): ConsoleOperationActivity | undefined;
}

const nothing = { events: 0, executions: 0, messages: 0, changed: false };

/** `onHappened`: called whenever something has happened that a frame would tell. */
export function createTally(
  now: () => number,
  onHappened: () => void,
  onError: (error: unknown, where: string) => void,
): Tally {
  let counts = { ...nothing };
  let channels = { own: new Map<string, number>(), others: new Map<string, number>() };
  let serial = 0;
  const log = createRecentLog();
  const activity = createOperationActivity(now);
  const events = followEvents(now, log.add);

  function note(kind: ConsoleLogKind, text: string, where: { field?: string; topic?: string } = {}): void {
    const { field = null, topic = null } = where;
    log.add({ id: `${kind}-${serial++}-${now()}`, at: now(), kind, text: clip(text), field, topic });
    onHappened();
  }

  const observer: Partial<Observer> = {
    registered({ field, topic, channel }) {
      counts.changed = true;
      note('SUBSCRIBED', channel, { field, topic });
    },
    subscriptionRefused: ({ code, message }) => note('DENIED', `${code}: ${message}`),
    registrationsEnded() {
      counts.changed = true;
    },
    eventAccepted() {
      counts.events++;
      onHappened();
    },
    executed({ operation }) {
      counts.executions++;
      activity.executed(operation);
    },
    numbered({ results }) {
      for (const { operation, body } of results) activity.resulted(operation, body);
    },
    delivered({ messages }) {
      for (const { channels: names, refused } of messages) {
        if (refused) continue;
        counts.messages += names.length;
        countEach(channels.others, names);
      }
    },
    recoveryAsked({ field, topic, recovered, missed }) {
      if (!recovered) note('GAP', 'Results are lost, and the subscriber was told.', { field, topic });
      else if (missed > 0) note('RECOVERED', `${missed} missed results were handed over.`, { field, topic });
    },
    retrying: ({ attempt, pause }) =>
      note('RETRY', `Pusher did not take a request: try ${attempt + 1} follows in ${Math.round(pause)} ms.`),
    failed({ error, where }) {
      if (where.includes(`${consoleField}:gql-`)) return;
      note('ERROR', `${where}: ${error instanceof Error ? error.message : String(error)}`);
    },
  };

  const ofOwnMessages: Partial<Observer> = {
    delivered({ field, messages }) {
      if (field === consoleField) for (const { channels: names } of messages) countEach(channels.own, names);
    },
  };

  return {
    observer: combineObservers(
      [...[observer, events.observer].map((each) => withoutField(each, consoleField)), ofOwnMessages],
      onError,
    ),
    take() {
      const latencies = thinOut(events.takeLatencies(), maxLatencies);
      const taken = { ...counts, ...log.take(), latencies, operations: activity.take() };
      counts = { ...nothing };
      return taken;
    },
    takeChannels() {
      const taken = channels;
      channels = { own: new Map(), others: new Map() };
      return taken;
    },
    activityOf: (operation) => activity.of(operation),
  };
}

function countEach(counts: Map<string, number>, names: readonly string[]): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** At most so many of the values, in rising order, chosen evenly so that the lowest and the highest stay. */
function thinOut(values: readonly number[], most: number): number[] {
  const sorted = values.toSorted((one, other) => one - other);
  if (sorted.length <= most) return sorted;
  return Array.from({ length: most }, (_, index) => {
    const place = Math.round((index * (sorted.length - 1)) / (most - 1));
    return sorted[place] ?? 0;
  });
}

/** An observer that hears nothing of one subscription field. */
function withoutField(observer: Partial<Observer>, field: string): Partial<Observer> {
  const callbacks = Object.entries(observer) as [string, (happened: object) => void][];
  return Object.fromEntries(
    callbacks.map(([name, hear]) => [
      name,
      (happened: object): void => {
        if (!('field' in happened && happened.field === field)) hear(happened);
      },
    ]),
  );
}
