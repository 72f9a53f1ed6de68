import { setTimeout as pause, setImmediate } from 'node:timers/promises';
import { answerCalls, type Calls } from '../harness/calls.ts';
import { sharedNow } from '../harness/clock.ts';
import { type ChatMessage, messageNumber } from './chat.ts';

/** What a server process has used so far. */
export interface Usage {
  /** Of all its threads, in ms. */
  readonly cpu: number;
  /** Bytes in use after a garbage collection. */
  readonly heap: number;
  readonly external: number;
  readonly resident: number;
}

/** Events are numbered from 1. */
export interface PublishOrder {
  readonly events: number;
  /** How many may be on their way at once. */
  readonly atOnce: number;
}

export interface PaceOrder {
  readonly events: number;
  readonly perSecond: number;
}

/** What went on for the events so far. */
export interface Counts {
  readonly executions: number;
  readonly requests: number;
}

export interface UsageCalls extends Calls {
  usage(options: { collect: boolean }): Usage;
}

/** What every process that publishes can be asked. */
export interface SubjectCalls extends UsageCalls {
  /** Publishes as fast as it can; answers when it began, by the shared clock. */
  publish(order: PublishOrder): Promise<number>;
  /** Publishes at a pace; answers when each event was published. */
  pace(order: PaceOrder): Promise<number[]>;
  counts(): Counts;
}

/** What is measured: how a process publishes one event. */
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
          // A mutation comes in a request of its own, and so in a turn of its own.
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

/** Offers a subject to the parent. */
export function serveSubject(subject: Subject, ready: unknown, more: Calls = {}): void {
  answerCalls({ ...subjectCalls(subject), ...more }, ready);
}
