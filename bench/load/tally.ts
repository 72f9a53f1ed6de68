import { sharedNow } from '../harness/clock.ts';
import type { OnBytes } from './target.ts';

/** The property before the number of each event, in all protocols: in JSON, and in JSON inside a JSON string. */
const mark = 'sequence';

/** The events that the subscribers must receive. */
export interface Expectation {
  readonly subscribers: number;
  /** Numbered from 1. */
  readonly events: number;
  /** Records the time of each delivery. */
  readonly arrivals: boolean;
}

/** The events that the subscribers received. */
export interface Tally {
  readonly deliveries: number;
  /** Time of the last delivery, by the shared clock. */
  readonly lastAt: number;
  /** The first error: a subscriber missed an event, or received one twice or out of order. */
  readonly problem?: string;
}

/** Counts deliveries with little CPU: it searches for the number of each event and parses nothing else. */
export interface Counter {
  readonly isComplete: boolean;
  /** Time of the last delivery, by the shared clock; 0 before the first one. */
  readonly lastAt: number;
  reader(subscriber: number): OnBytes;
  tally(inOrder: boolean): Tally;
  /** Returns the event's number and the time of each delivery. */
  arrivals(): { sequences: Int32Array; at: Float64Array };
}

export function createCounter({ subscribers, events, arrivals }: Expectation): Counter {
  const received = new Int32Array(subscribers);
  const latest = new Int32Array(subscribers);
  const sums = new Float64Array(subscribers);
  const isDisordered = new Uint8Array(subscribers);
  const expected = subscribers * events;
  const sequences = new Int32Array(arrivals ? expected : 0);
  const at = new Float64Array(arrivals ? expected : 0);
  let deliveries = 0;
  let lastAt = 0;

  function note(subscriber: number, sequence: number): void {
    if (sequence !== (latest[subscriber] ?? 0) + 1) isDisordered[subscriber] = 1;
    latest[subscriber] = sequence;
    received[subscriber] = (received[subscriber] ?? 0) + 1;
    sums[subscriber] = (sums[subscriber] ?? 0) + sequence;
    if (arrivals && deliveries < expected) {
      sequences[deliveries] = sequence;
      at[deliveries] = lastAt;
    }
    deliveries++;
  }

  return {
    get isComplete() {
      return deliveries >= expected;
    },
    get lastAt() {
      return lastAt;
    },
    reader(subscriber) {
      let rest: Buffer | undefined;
      return (bytes, start, end) => {
        lastAt = sharedNow();
        let [buffer, from, to] = [bytes, start, end];
        if (rest) {
          buffer = Buffer.concat([rest, bytes.subarray(start, end)]);
          [from, to] = [0, buffer.length];
          rest = undefined;
        }
        for (;;) {
          const found = buffer.indexOf(mark, from, 'latin1');
          if (found < 0 || found >= to) break;
          const sequence = numberAfter(buffer, found + mark.length, to);
          if (sequence === undefined) {
            // The bytes may end within a number.
            rest = Buffer.from(buffer.subarray(found, to));
            return;
          }
          note(subscriber, sequence);
          from = found + mark.length;
        }
        // The bytes may also end within the mark. A complete message ends with a brace or a line feed.
        if (buffer[to - 1] !== 0x7d && buffer[to - 1] !== 0x0a)
          rest = Buffer.from(buffer.subarray(Math.max(from, to - mark.length + 1), to));
      };
    },
    tally(inOrder) {
      const sum = (events * (events + 1)) / 2;
      const short = received.findIndex((count, index) => count !== events || sums[index] !== sum);
      const disordered = inOrder ? isDisordered.indexOf(1) : -1;
      const problem =
        short >= 0
          ? `subscriber ${short} received ${received[short]} of ${events} events`
          : disordered >= 0
            ? `subscriber ${disordered} received events out of order`
            : undefined;
      return { deliveries, lastAt, ...(problem ? { problem } : {}) };
    },
    arrivals: () => ({ sequences, at }),
  };
}

/** Returns the number after the mark; `undefined` if the bytes end within the number. */
function numberAfter(bytes: Buffer, start: number, end: number): number | undefined {
  let index = start;
  while (index < end && !isDigit(bytes[index])) index++;
  let number = 0;
  for (; index < end; index++) {
    const byte = bytes[index];
    if (!isDigit(byte)) return number;
    number = number * 10 + ((byte ?? 0) - 0x30);
  }
  return undefined;
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}
