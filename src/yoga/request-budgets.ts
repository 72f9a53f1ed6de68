import type { ServerResponse } from 'node:http';
import { createRecoveryBudgets, defaultRecoveryLimits, type RecoveryBudget } from '../core/index.ts';

/** A client that reads its answer for longer than this, in ms, no longer counts against the others. */
const longestRead = 30_000;

/** The budget that all operations of one HTTP request share. */
export interface RequestBudgets {
  of(request: Request, response: ServerResponse | undefined): RecoveryBudget;
  /** To be called when the answer to a request is complete. */
  answered(request: Request): void;
}

/** Holds a request's bytes until its answer has left the process, where that can be known. */
export function createRequestBudgets(): RequestBudgets {
  const create = createRecoveryBudgets(defaultRecoveryLimits);
  const budgets = new WeakMap<Request, { budget: RecoveryBudget; isSentByNode: boolean }>();
  return {
    of(request, response) {
      const known = budgets.get(request);
      if (known) return known.budget;
      const budget = create();
      budgets.set(request, { budget, isSentByNode: response !== undefined });
      const timer = setTimeout(budget.release, longestRead).unref();
      response?.once('close', () => {
        clearTimeout(timer);
        budget.release();
      });
      return budget;
    },
    answered(request) {
      const known = budgets.get(request);
      if (known && !known.isSentByNode) known.budget.release();
    },
  };
}
