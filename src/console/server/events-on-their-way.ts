import { LRUCache } from 'lru-cache';
import type { ConsoleLogEntry } from '../../builtins/index.ts';
import type { Observer } from '../../core/index.ts';
import { steadyClock } from '../../protocol/index.ts';
import { clip } from './clip.ts';

/** Events that are remembered until Pusher has them. One that another process sends is forgotten in time. */
const maxOnTheirWay = 5_000;

/** Latencies that are kept until they are taken. */
const maxLatencies = 2_000;

/** Follows each event from when it is stored until it has left the mailbox. */
export interface EventsOnTheirWay {
  readonly observer: Pick<Observer, 'eventAccepted' | 'numbered' | 'delivered' | 'eventSettled'>;
  /** Ms from when an event was stored until Pusher had it, since the last time. */
  takeLatencies(): number[];
}

/** `tell`: an event is stored, or more is known of one that was told of before. */
export function followEvents(now: () => number, tell: (entry: ConsoleLogEntry) => void): EventsOnTheirWay {
  const elapsed = steadyClock(now);
  /** `since`: when the event was stored, by `elapsed`. */
  const onTheirWay = new LRUCache<string, { entry: ConsoleLogEntry; since: number }>({ max: maxOnTheirWay });
  let latencies: number[] = [];

  return {
    observer: {
      eventAccepted({ eventId, field, topic, body }) {
        const entry = { id: eventId, at: now(), kind: 'ACCEPTED', field, topic, text: clip(body) } as const;
        onTheirWay.set(eventId, { entry, since: elapsed() });
        tell(entry);
      },
      numbered({ results }) {
        for (const { eventId } of results) {
          const known = onTheirWay.get(eventId);
          if (known) known.entry = { ...known.entry, results: (known.entry.results ?? 0) + 1 };
        }
      },
      delivered({ messages }) {
        for (const { eventId, refused } of messages) {
          const known = onTheirWay.get(eventId);
          // A large result, or one for many channels, is several messages: the first counts.
          if (!known || refused || known.entry.milliseconds != null) continue;
          const milliseconds = elapsed() - known.since;
          known.entry = { ...known.entry, milliseconds };
          if (latencies.length < maxLatencies) latencies.push(milliseconds);
        }
      },
      eventSettled({ eventId, status, field, topic, reason }) {
        const entry = onTheirWay.get(eventId)?.entry ?? { id: eventId, at: now(), field, topic, text: '' };
        onTheirWay.delete(eventId);
        const kind = status === 'sent' ? 'SENT' : 'REFUSED';
        tell({ ...entry, kind, text: reason === undefined ? entry.text : clip(`${reason} ${entry.text}`) });
      },
    },
    takeLatencies() {
      const taken = latencies;
      latencies = [];
      return taken;
    },
  };
}
