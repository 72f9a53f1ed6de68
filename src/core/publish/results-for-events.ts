import { setImmediate as nextTurn } from 'node:timers/promises';
import { settlesWithin } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { MailboxEvent, Operation, Subscribed } from '../ports/index.ts';
import type { ExecuteForEvent } from './execute-for-event.ts';
import { bodyOfResult } from './result-body.ts';
import { createExecutionRuns, type Execution, type ExecutionRun, type RunOptions } from './run-executions.ts';

/** The result of one operation for one event. */
export interface EventResult {
  readonly eventId: string;
  readonly subscribed: Subscribed;
  /** JSON text of the result. */
  readonly body: string;
}

/**
 * Executes each operation once per event, concurrently. Yields results as they become ready, in portions of limited
 * size, with each operation's results in the order of the events. An execution that exceeds its timeout becomes an error
 * of its operation. An event that an operation's `filter` excludes yields nothing.
 */
export type ResultsForEvents = (
  events: readonly MailboxEvent[],
  operations: readonly Subscribed[],
  isDue: IsDue,
) => AsyncGenerator<EventResult[]>;

/** Returns `true` when an operation must be executed for an event. */
export type IsDue = (operation: Operation, eventId: string) => boolean;

/** Maximum bytes of the events that are executed concurrently. An event counts once per operation. */
const maxBytesAtOnce = 16 * 1024 * 1024;

/** Maximum bytes of results that are numbered and sent in one step. A store writes them in one transaction. */
const maxPortionBytes = 1024 * 1024;

/** Time that results wait for slower operations, in ms. It doubles each time. */
const firstPause = 50;
const longestPause = 500;

/** Number of executions to start before other work of the process gets its turn. */
const maxStartedInATurn = 1_000;

type Options = RunOptions &
  Pick<EngineOptions, 'maxResultBytes'> & {
    /** Returns `true` when the gateway no longer waits for executions. */
    readonly isStopping: () => boolean;
  };

export function createResultsForEvents(execute: ExecuteForEvent, options: Options): ResultsForEvents {
  const runs = createExecutionRuns(execute, options);

  async function* executeTogether(executions: readonly Execution[]): AsyncGenerator<EventResult[]> {
    let rest: ExecutionRun[] = [];
    for (const execution of executions) {
      rest.push(runs.start(execution));
      // Give other requests their turn.
      if (rest.length % maxStartedInATurn === 0) await nextTurn();
    }
    const allSettled = Promise.all(rest.map(({ settled }) => settled));
    for (let pause = firstPause; rest.length > 0; pause = Math.min(2 * pause, longestPause)) {
      await settlesWithin(allSettled, Math.min(pause, untilNextDeadline(rest)));
      runs.endLate(rest);
      const { ready, later } = inOrder(rest);
      rest = later;
      yield* portionsOf(options, ready);
      if (rest.length > 0 && options.isStopping())
        throw new Error(
          'The gateway is closing and does not wait for slow executions. Their events stay in the mailbox.',
        );
    }
  }

  return async function* resultsForEvents(events, operations, isDue) {
    for (const executions of groupsOf(events, operations, isDue)) yield* executeTogether(executions);
  };
}

async function* portionsOf(
  options: Pick<EngineOptions, 'maxResultBytes' | 'onError'>,
  runs: readonly ExecutionRun[],
): AsyncGenerator<EventResult[]> {
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

/** Time until the next deadline, in ms. */
function untilNextDeadline(runs: readonly ExecutionRun[]): number {
  const next = runs.reduce(
    (soonest, { outcome, deadline }) => (outcome ? soonest : Math.min(soonest, deadline)),
    Number.POSITIVE_INFINITY,
  );
  return Math.max(0, next - performance.now());
}

/** Separates finished executions from the rest. An execution after an unfinished one of the same operation waits. */
function inOrder(runs: readonly ExecutionRun[]): { ready: ExecutionRun[]; later: ExecutionRun[] } {
  const unfinished = new Set<string>();
  const [ready, later]: [ExecutionRun[], ExecutionRun[]] = [[], []];
  for (const run of runs) {
    const { id } = run.subscribed.operation;
    if (run.outcome && !unfinished.has(id)) ready.push(run);
    else {
      unfinished.add(id);
      later.push(run);
    }
  }
  return { ready, later };
}

/** Yields the executions in the order of their events, in groups whose events do not take too much memory. */
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
