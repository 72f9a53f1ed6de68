import { LRUCache } from 'lru-cache';
import type { ConsoleOperationActivity } from '../../builtins/index.ts';
import { clip } from './recent-log.ts';

/** Maximum number of operations whose executions are counted. The least recently used are evicted. */
const maxOperations = 2_000;
/** Maximum number of operations in one frame. */
const maxInFrame = 25;

/** Number of executions and last result of each operation in this process. */
export interface OperationActivity {
  executed(operation: string): void;
  resulted(operation: string, body: string): void;
  /** Returns the activity of an operation since this process started. */
  of(operation: string): ConsoleOperationActivity | undefined;
  /** Returns the operations executed since the last call, with the number of executions since then. */
  take(): ConsoleOperationActivity[];
}

export function createOperationActivity(now: () => number): OperationActivity {
  const all = new LRUCache<string, ConsoleOperationActivity>({ max: maxOperations });
  let since = new Map<string, number>();

  return {
    executed(operation) {
      const known = all.get(operation) ?? { id: operation, executions: 0, lastResult: null, lastAt: 0 };
      all.set(operation, { ...known, executions: known.executions + 1, lastAt: now() });
      since.set(operation, (since.get(operation) ?? 0) + 1);
    },
    resulted(operation, body) {
      const known = all.get(operation);
      if (known) all.set(operation, { ...known, lastResult: clip(body) });
    },
    of: (operation) => all.get(operation),
    take() {
      const taken = [...since].slice(-maxInFrame).flatMap(([id, executions]) => {
        const known = all.get(id);
        return known ? [{ ...known, executions }] : [];
      });
      since = new Map();
      return taken;
    },
  };
}
