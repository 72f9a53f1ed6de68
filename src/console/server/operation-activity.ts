import { LRUCache } from 'lru-cache';
import type { ConsoleOperationActivity } from '../../builtins/index.ts';
import { clip } from './clip.ts';

/** Operations whose executions are remembered. */
const maxRemembered = 2_000;
/** Operations that one frame tells of. */
const maxTold = 25;

/** How often operations were executed here, and what came of it last. */
export interface OperationActivity {
  executed(operation: string): void;
  resulted(operation: string, body: string): void;
  /** Since the start of this process. */
  of(operation: string): ConsoleOperationActivity | undefined;
  /** Those that were executed since the last time, with how often since then. */
  take(): ConsoleOperationActivity[];
}

export function createOperationActivity(now: () => number): OperationActivity {
  const all = new LRUCache<string, ConsoleOperationActivity>({ max: maxRemembered });
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
      const told = [...since].slice(-maxTold).flatMap(([id, executions]) => {
        const known = all.get(id);
        return known ? [{ ...known, executions }] : [];
      });
      since = new Map();
      return told;
    },
  };
}
