import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import { type Calls, handleCalls } from '../harness/calls.ts';
import { sharedNow } from '../harness/clock.ts';
import { type ChatMessage, messageNumber } from './chat.ts';

/** The resources that a process has used. */
export interface Usage {
  /** CPU time of all threads, in ms. */
  readonly cpu: number;
  /** Bytes in use after a garbage collection. */
  readonly heap: number;
  readonly external: number;
  readonly resident: number;
}

/** Events are numbered from 1. */
export interface PublishOrder {
  readonly events: number;
  /** Number of concurrent publishers. */
  readonly atOnce: number;
}

export interface PaceOrder {
  readonly events: number;
  readonly perSecond: number;
}

/** Counts since the start of the process. */
export interface Counts {
  readonly executions: number;
  readonly requests: number;
}

export interface UsageCalls extends Calls {
  usage(options: { collect: boolean }): Usage;
}

/** The calls of a publishing process. */
export interface SubjectCalls extends UsageCalls {
  /** Publishes as fast as possible. Returns the time of the start, by the shared clock. */
  publish(order: PublishOrder): Promise<number>;
  /** Publishes at a fixed rate. Returns the time at which each event was published. */
  pace(order: PaceOrder): Promise<number[]>;
  counts(): Counts;
}

/** The measured code: publishes one event. */
export interface Subject {
  publish(message: ChatMessage): unknown;
  counts?(): Counts;
}

export const usageCalls: UsageCalls = {
  usage({ collect }) {
    if (collect) globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { heapUsed, external, rss } = process.memoryUsage();
    return { cpu: (user + system) / 1_000, heap: heapUsed, external, resident: rss };
  },
};

export function subjectCalls({ publish, counts }: Subject): SubjectCalls {
  return {
    ...usageCalls,
    async publish({ events, atOnce }) {
      let next = 1;
      const publisher = async (): Promise<void> => {
        while (next <= events) {
          await publish(messageNumber(next++));
          // Yield to the event loop: in production each mutation is a separate request.
          await setImmediate();
        }
      };
      const beganAt = sharedNow();
      await Promise.all(Array.from({ length: atOnce }, publisher));
      return beganAt;
    },
    async pace({ events, perSecond }) {
      const publishedAt: number[] = [];
      const pending: unknown[] = [];
      const begin = performance.now();
      for (let sequence = 1; sequence <= events; sequence++) {
        const due = begin + ((sequence - 1) * 1_000) / perSecond;
        await pause(Math.max(0, due - performance.now()));
        publishedAt.push(sharedNow());
        pending.push(publish(messageNumber(sequence)));
      }
      await Promise.all(pending);
      return publishedAt;
    },
    counts: () => counts?.() ?? { executions: 0, requests: 0 },
  };
}

/** Handles the calls of the parent process. */
export function serveSubject(subject: Subject, ready: unknown, more: Calls = {}): void {
  handleCalls({ ...subjectCalls(subject), ...more }, ready);
}
