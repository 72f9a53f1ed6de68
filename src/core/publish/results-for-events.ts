import { setImmediate as nextTurn } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { Result } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { startWatch } from '../observation/index.ts';
import type { MailboxEvent, Operation, Subscribed } from '../ports/index.ts';
import type { ExecuteForEvent } from './execute-for-event.ts';
import { runExecution } from './execution-scope.ts';
import { bodyOfResult, failedResult, unexpectedResult } from './result-body.ts';
import { sampledTraceId, traceOfEvent } from './trace-of-event.ts';

/** What one operation makes of one event. */
export interface EventResult {
  readonly eventId: string;
  readonly subscribed: Subscribed;
  /** JSON text of the result. */
  readonly body: string;
}

/**
 * Executes each operation once for each event, side by side, and yields results as they are ready: in the order of the
 * events for each operation, and in portions of limited size. An execution that exceeds its time ends as its
 * operation's error. An event that an operation's `filter` does not want yields nothing.
 */
export type ResultsForEvents = (
  events: readonly MailboxEvent[],
  operations: readonly Subscribed[],
  isDue: IsDue,
) => AsyncGenerator<EventResult[]>;

/** Whether an operation is to be executed for an event. */
export type IsDue = (operation: Operation, eventId: string) => boolean;

/** One operation for one event. */
interface Execution {
  readonly eventId: string;
  readonly event: string;
  readonly subscribed: Subscribed;
}

interface Run extends Execution {
  /** How long it may take, in ms. */
  readonly timeout: number;
  /** As `performance.now()` counts. */
  readonly deadline: number;
  readonly settled: Promise<void>;
  /** Ends it in place of its own result. */
  giveUp(result: Result): void;
  /** Absent while it runs; without a `result` when the operation does not want the event. */
  outcome?: { readonly result: Result | undefined };
}

/** Events that are executed side by side: their bytes, once for each operation. */
const maxBytesAtOnce = 16 * 1024 * 1024;

/** Bytes of results that are numbered and sent in one step. A store writes them in one transaction. */
const maxPortionBytes = 1024 * 1024;

/** How long results wait for those of slower operations, in ms; twice as long each time. */
const firstPause = 50;
const longestPause = 500;

/** Executions that begin before other work of the process has its turn. */
const maxStartedInATurn = 1_000;

/** An operation that keeps exceeding its time still gets this much of it, in ms. */
const shortestTimeout = 50;

/** Operations whose executions have not ended in time, at most. */
const maxHanging = 10_000;

export function createResultsForEvents(
  execute: ExecuteForEvent,
  options: Pick<EngineOptions, 'observe' | 'tracing' | 'executionTimeout' | 'maxResultBytes' | 'onError'> & {
    /** Whether executions are no longer to be waited for. */
    readonly isStopping: () => boolean;
  },
): ResultsForEvents {
  const { observe, tracing, executionTimeout, onError, isStopping } = options;
  /** How often in a row an operation has exceeded its time, while such an execution has not ended. */
  const hanging = new LRUCache<string, number>({ max: maxHanging });

  /** Halved each time, so that an operation that hangs on every event holds up its topic for 10 s in all. */
  function timeoutOf({ id }: Operation): number {
    const halved = executionTimeout / 2 ** (hanging.get(id) ?? 0);
    return Math.max(halved, Math.min(executionTimeout, shortestTimeout));
  }

  /** Adds the id of the trace to the result, so that a subscriber can name it to support. */
  async function traced({ eventId, event, subscribed: { operation } }: Execution) {
    const parent = traceOfEvent(eventId);
    if (!tracing || parent === undefined) return execute(operation, event);
    const attributes = { topic: operation.topic, operation: operation.id };
    const result = await tracing.span({ name: `execute ${operation.field}`, attributes, parent }, () =>
      execute(operation, event),
    );
    const traceId = sampledTraceId(eventId);
    return result && traceId ? { ...result, extensions: { ...result.extensions, traceId } } : result;
  }

  function start(execution: Execution): Run {
    const { operation } = execution.subscribed;
    const elapsed = observe.executed ? startWatch() : undefined;

    function end(result: Result | undefined, timedOut: boolean): void {
      if (run.outcome) return;
      run.outcome = { result };
      if (!elapsed) return;
      const { id, topic, field } = operation;
      const [errors, wanted] = [result?.errors?.length ?? 0, result !== undefined];
      const { eventId } = execution;
      const milliseconds = elapsed();
      observe.executed?.({ operation: id, topic, field, eventId, milliseconds, errors, wanted, timedOut });
    }

    const settled = runExecution(() => traced(execution))
      .catch((error: unknown) => {
        onError(error, `executing Subscription.${operation.field}`);
        return unexpectedResult;
      })
      .then((result) => {
        end(result, false);
        // In time or late, it does not hang.
        hanging.delete(operation.id);
      });
    const timeout = timeoutOf(operation);
    const run: Run = {
      ...execution,
      timeout,
      deadline: performance.now() + timeout,
      settled,
      giveUp: (result) => end(result, true),
    };
    return run;
  }

  /** Ends the executions that have exceeded their time. */
  function endLate(runs: readonly Run[]): void {
    const now = performance.now();
    const late = new Set<string>();
    for (const { subscribed, outcome, deadline, timeout, giveUp } of runs) {
      if (outcome || deadline > now) continue;
      const { id, field } = subscribed.operation;
      const message = `Subscription.${field} was not executed within ${timeout} ms.`;
      giveUp(failedResult('EXECUTION_TIMEOUT', message));
      if (late.has(id)) continue;
      late.add(id);
      const hint = 'Its filter, context or resolvers are slow, or never settle. See executionTimeout.';
      onError(new Error(`${message} ${hint}`), `executing Subscription.${field}`);
    }
    for (const id of late) hanging.set(id, (hanging.get(id) ?? 0) + 1);
  }

  async function* portionsOf(runs: readonly Run[]): AsyncGenerator<EventResult[]> {
    let portion: EventResult[] = [];
    let bytes = 0;
    for (const { eventId, subscribed, outcome } of runs) {
      if (!outcome?.result) continue;
      const body = bodyOfResult(outcome.result, subscribed.operation.field, options);
      const size = Buffer.byteLength(body);
      if (portion.length > 0 && bytes + size > maxPortionBytes) {
        yield portion;
        [portion, bytes] = [[], 0];
        await nextTurn();
      }
      portion.push({ eventId, subscribed, body });
      bytes += size;
    }
    if (portion.length > 0) yield portion;
  }

  async function* executeTogether(executions: readonly Execution[]): AsyncGenerator<EventResult[]> {
    let rest: Run[] = [];
    for (const execution of executions) {
      rest.push(start(execution));
      // Other requests have their turn.
      if (rest.length % maxStartedInATurn === 0) await nextTurn();
    }
    const allSettled = Promise.all(rest.map(({ settled }) => settled));
    for (let pause = firstPause; rest.length > 0; pause = Math.min(2 * pause, longestPause)) {
      await settledWithin(allSettled, Math.min(pause, untilNextDeadline(rest)));
      endLate(rest);
      const { ready, later } = inOrder(rest);
      rest = later;
      yield* portionsOf(ready);
      if (rest.length > 0 && isStopping())
        throw new Error('The gateway is closing and does not wait for slow executions. Their events stay.');
    }
  }

  return async function* resultsForEvents(events, operations, isDue) {
    for (const executions of groupsOf(events, operations, isDue)) yield* executeTogether(executions);
  };
}

/** In ms. */
function untilNextDeadline(runs: readonly Run[]): number {
  const next = runs.reduce(
    (soonest, { outcome, deadline }) => (outcome ? soonest : Math.min(soonest, deadline)),
    Number.POSITIVE_INFINITY,
  );
  return Math.max(0, next - performance.now());
}

/** Executions that have ended, but for those behind one of the same operation that has not. */
function inOrder(runs: readonly Run[]): { ready: Run[]; later: Run[] } {
  const behind = new Set<string>();
  const [ready, later]: [Run[], Run[]] = [[], []];
  for (const run of runs) {
    const { id } = run.subscribed.operation;
    if (run.outcome && !behind.has(id)) ready.push(run);
    else {
      behind.add(id);
      later.push(run);
    }
  }
  return { ready, later };
}

/** Executions in the order of their events, cut where their events would take too much memory at once. */
function* groupsOf(
  events: readonly MailboxEvent[],
  operations: readonly Subscribed[],
  isDue: IsDue,
): Generator<Execution[]> {
  let group: Execution[] = [];
  let bytes = 0;
  for (const { id: eventId, body: event } of events) {
    for (const subscribed of operations) {
      if (!isDue(subscribed.operation, eventId)) continue;
      if (group.length > 0 && bytes + event.length > maxBytesAtOnce) {
        yield group;
        [group, bytes] = [[], 0];
      }
      group.push({ eventId, event, subscribed });
      bytes += event.length;
    }
  }
  if (group.length > 0) yield group;
}

async function settledWithin(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  try {
    await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
