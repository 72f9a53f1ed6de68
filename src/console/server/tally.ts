import type { ConsoleFrame, ConsoleLogKind, ConsoleOperationActivity } from '../../builtins/index.ts';
import { combineObservers, type Observer } from '../../core/index.ts';
import { trackEvents } from './events-in-flight.ts';
import { createOperationActivity } from './operation-activity.ts';
import { clip, createRecentLog } from './recent-log.ts';

/** The subscription field that carries the console's frames. */
export const consoleField = 'console';

/** Maximum number of latencies in one frame. */
const maxLatencies = 50;

/** The counted part of a frame. */
type Tallied = Omit<ConsoleFrame, 'instance' | 'at' | 'milliseconds' | 'deliveries' | 'connections'>;

/** Number of messages sent on each channel. */
type ChannelCounts = ReadonlyMap<string, number>;

/**
 * Counts what happens between two frames. The console's own subscription field is left out: otherwise each frame
 * would be counted, and would cause the next one.
 */
export interface Tally {
  readonly observer: Partial<Observer>;
  /** Returns what happened since the last call. */
  take(): Tallied;
  /** Returns the messages per channel since the last call. `own` holds the channels of the console. */
  takeChannels(): { readonly own: ChannelCounts; readonly others: ChannelCounts };
  activityOf(operation: string): ConsoleOperationActivity | undefined;
}

const nothing = { events: 0, executions: 0, messages: 0, changed: false };

/** `onHappened` is called for every occurrence that a frame would contain. */
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
  const events = trackEvents(now, log.add);

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
      if (!recovered) note('GAP', 'Results are lost. The subscriber was notified.', { field, topic });
      else if (missed > 0)
        note('RECOVERED', `${missed} missed results were delivered again.`, { field, topic });
    },
    retrying: ({ attempt, pause }) =>
      note('RETRY', `A request to Pusher failed. Attempt ${attempt + 1} follows in ${Math.round(pause)} ms.`),
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

/** Returns at most `most` of the values in ascending order, evenly chosen. The lowest and the highest are always kept. */
function thinOut(values: readonly number[], most: number): number[] {
  const sorted = values.toSorted((one, other) => one - other);
  if (sorted.length <= most) return sorted;
  return Array.from({ length: most }, (_, index) => {
    const place = Math.round((index * (sorted.length - 1)) / (most - 1));
    return sorted[place] ?? 0;
  });
}

/** Returns the observer without the occurrences of one subscription field. */
function withoutField(observer: Partial<Observer>, field: string): Partial<Observer> {
  const callbacks = Object.entries(observer) as [string, (happened: object) => void][];
  return Object.fromEntries(
    callbacks.map(([name, callback]) => [
      name,
      (happened: object): void => {
        if (!('field' in happened && happened.field === field)) callback(happened);
      },
    ]),
  );
}
