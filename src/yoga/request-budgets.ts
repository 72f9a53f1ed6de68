import type { ServerResponse } from 'node:http';
import { createRecoveryBudgets, defaultRecoveryLimits, type RecoveryBudget } from '../core/index.ts';

/** Timeout after which a request's bytes no longer count, even if the client is still reading, in ms. */
const readTimeout = 30_000;

/** The budgets of HTTP requests. All operations of one request share a budget. */
export interface RequestBudgets {
  of(request: Request, response: ServerResponse | undefined): RecoveryBudget;
  /** Call this when the response to a request is complete. */
  responseCompleted(request: Request): void;
}

/** Counts a request's bytes until its response has left the process, if Node's HTTP server reports that. */
export function createRequestBudgets(): RequestBudgets {
  const create = createRecoveryBudgets(defaultRecoveryLimits);
  const budgets = new WeakMap<Request, { budget: RecoveryBudget; isSentByNode: boolean }>();
  return {
    of(request, response) {
      const known = budgets.get(request);
      if (known) return known.budget;
      const budget = create();
      budgets.set(request, { budget, isSentByNode: response !== undefined });
      const timer = setTimeout(budget.release, readTimeout).unref();
      response?.once('close', () => {
        clearTimeout(timer);
        budget.release();
      });
      return budget;
    },
    responseCompleted(request) {
      const known = budgets.get(request);
      if (known && !known.isSentByNode) known.budget.release();
    },
  };
}
