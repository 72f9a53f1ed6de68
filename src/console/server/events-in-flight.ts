import { LRUCache } from 'lru-cache';
import type { ConsoleLogEntry } from '../../builtins/index.ts';
import type { Observer } from '../../core/index.ts';
import { steadyClock } from '../../protocol/index.ts';
import { clip } from './recent-log.ts';

/** Maximum number of tracked events. An event that another process sends is never settled here; newer events evict it. */
const maxInFlight = 5_000;

/** Maximum number of latencies stored between two calls of `takeLatencies()`. */
const maxLatencies = 2_000;

/** Tracks each event from the time it is stored until it leaves the mailbox. */
export interface EventsInFlight {
  readonly observer: Pick<Observer, 'eventAccepted' | 'numbered' | 'delivered' | 'eventSettled'>;
  /** Returns the latencies since the last call: ms from storing an event until Pusher accepted it. */
  takeLatencies(): number[];
}

/** `onEntry` is called when an event is stored, and again when it is settled. */
export function trackEvents(now: () => number, onEntry: (entry: ConsoleLogEntry) => void): EventsInFlight {
  const elapsed = steadyClock(now);
  /** `since` is the time of storing, read from `elapsed`. */
  const inFlight = new LRUCache<string, { entry: ConsoleLogEntry; since: number }>({ max: maxInFlight });
  let latencies: number[] = [];

  return {
    observer: {
      eventAccepted({ eventId, field, topic, body }) {
        const entry = { id: eventId, at: now(), kind: 'ACCEPTED', field, topic, text: clip(body) } as const;
        inFlight.set(eventId, { entry, since: elapsed() });
        onEntry(entry);
      },
      numbered({ results }) {
        for (const { eventId } of results) {
          const known = inFlight.get(eventId);
          if (known) known.entry = { ...known.entry, results: (known.entry.results ?? 0) + 1 };
        }
      },
      delivered({ messages }) {
        for (const { eventId, refused } of messages) {
          const known = inFlight.get(eventId);
          // A large result, or a result for many channels, takes several messages. Measure the first one.
          if (!known || refused || known.entry.milliseconds != null) continue;
          const milliseconds = elapsed() - known.since;
          known.entry = { ...known.entry, milliseconds };
          if (latencies.length < maxLatencies) latencies.push(milliseconds);
        }
      },
      eventSettled({ eventId, status, field, topic, reason }) {
        const entry = inFlight.get(eventId)?.entry ?? { id: eventId, at: now(), field, topic, text: '' };
        inFlight.delete(eventId);
        const kind = status === 'sent' ? 'SENT' : 'REFUSED';
        onEntry({
          ...entry,
          kind,
          text: reason === undefined ? entry.text : clip(`${reason} ${entry.text}`),
        });
      },
    },
    takeLatencies() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
  };
}
