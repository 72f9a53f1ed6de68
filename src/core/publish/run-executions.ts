import { LRUCache } from 'lru-cache';
import type { Result } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import { startWatch } from '../observation/index.ts';
import type { Operation, Subscribed } from '../ports/index.ts';
import type { ExecuteForEvent } from './execute-for-event.ts';
import { runExecution } from './execution-scope.ts';
import { failedResult, unexpectedResult } from './result-body.ts';
import { sampledTraceId, traceOfEvent } from './trace-of-event.ts';

/** One operation for one event. */
export interface Execution {
  readonly eventId: string;
  readonly event: string;
  readonly subscribed: Subscribed;
}

/** An execution that was started. */
export interface ExecutionRun extends Execution {
  /** Maximum duration, in ms. */
  readonly timeout: number;
  /** On the clock of `performance.now()`. */
  readonly deadline: number;
  readonly settled: Promise<void>;
  /** Ends the execution with this result in place of its own. */
  giveUp(result: Result): void;
  /** Absent while the execution runs. Without a `result` when the operation's `filter` excludes the event. */
  outcome?: { readonly result: Result | undefined };
}

export type RunOptions = Pick<EngineOptions, 'observe' | 'tracing' | 'executionTimeout' | 'onError'>;

/** Starts executions, and ends those that exceed their timeout. */
export interface ExecutionRuns {
  start(execution: Execution): ExecutionRun;
  endLate(runs: readonly ExecutionRun[]): void;
}

/** Shortest timeout of an operation that keeps exceeding it, in ms. */
const shortestTimeout = 50;

/** Maximum number of operations whose late executions are counted. */
const maxHanging = 10_000;

export function createExecutionRuns(execute: ExecuteForEvent, options: RunOptions): ExecutionRuns {
  /** Consecutive timeouts by operation, until one of its executions settles. */
  const hanging = new LRUCache<string, number>({ max: maxHanging });

  /** Halves the timeout each time, so that an operation that always hangs delays its topic by 10 s in total. */
  function timeoutOf({ id }: Operation): number {
    const { executionTimeout } = options;
    const halved = executionTimeout / 2 ** (hanging.get(id) ?? 0);
    return Math.max(halved, Math.min(executionTimeout, shortestTimeout));
  }

  return {
    start(execution) {
      const { operation } = execution.subscribed;
      const observeEnd = watchExecution(options, execution);

      function end(result: Result | undefined, timedOut: boolean): void {
        if (run.outcome) return;
        run.outcome = { result };
        observeEnd(result, timedOut);
      }

      const settled = runExecution(() => executeInSpan(execute, options, execution))
        .catch((error: unknown) => {
          options.onError(error, `executing Subscription.${operation.field}`);
          return unexpectedResult;
        })
        .then((result) => {
          end(result, false);
          // It has settled, in time or late, so it does not hang.
          hanging.delete(operation.id);
        });
      const timeout = timeoutOf(operation);
      const run: ExecutionRun = {
        ...execution,
        timeout,
        deadline: performance.now() + timeout,
        settled,
        giveUp: (result) => end(result, true),
      };
      return run;
    },
    endLate(runs) {
      const late = giveUpLate(runs, options.onError);
      for (const id of late) hanging.set(id, (hanging.get(id) ?? 0) + 1);
    },
  };
}

/** Ends runs that have exceeded their timeout. Returns the ids of their operations. */
function giveUpLate(runs: readonly ExecutionRun[], onError: RunOptions['onError']): Set<string> {
  const now = performance.now();
  const late = new Set<string>();
  for (const { subscribed, outcome, deadline, timeout, giveUp } of runs) {
    if (outcome || deadline > now) continue;
    const { id, field } = subscribed.operation;
    const message = `Subscription.${field} was not executed within ${timeout} ms.`;
    giveUp(failedResult('EXECUTION_TIMEOUT', message));
    if (late.has(id)) continue;
    late.add(id);
    const hint = 'Its filter, context or resolvers are slow or never settle. See executionTimeout.';
    onError(new Error(`${message} ${hint}`), `executing Subscription.${field}`);
  }
  return late;
}

/** Starts a watch for an execution. Returns the function that reports the execution's end to the observer. */
function watchExecution({ observe }: RunOptions, { eventId, subscribed }: Execution) {
  const elapsed = observe.executed ? startWatch() : undefined;
  return (result: Result | undefined, timedOut: boolean): void => {
    if (!elapsed) return;
    const { id, topic, field } = subscribed.operation;
    const [errors, wanted] = [result?.errors?.length ?? 0, result !== undefined];
    const milliseconds = elapsed();
    observe.executed?.({ operation: id, topic, field, eventId, milliseconds, errors, wanted, timedOut });
  };
}

/** Adds the trace's id to the result, so that a subscriber can name it to support. */
async function executeInSpan(
  execute: ExecuteForEvent,
  { tracing }: RunOptions,
  { eventId, event, subscribed: { operation } }: Execution,
): Promise<Result | undefined> {
  const parent = traceOfEvent(eventId);
  if (!tracing || parent === undefined) return execute(operation, event);
  const attributes = { topic: operation.topic, operation: operation.id };
  const result = await tracing.span({ name: `execute ${operation.field}`, attributes, parent }, () =>
    execute(operation, event),
  );
  const traceId = sampledTraceId(eventId);
  return result && traceId ? { ...result, extensions: { ...result.extensions, traceId } } : result;
}
