import { AsyncLocalStorage } from 'node:async_hooks';

/** Known to all code that runs for one execution, however deep. */
const scopes = new AsyncLocalStorage<{ isActive: boolean }>();

/** Runs an execution for an event, so that {@link isExecuting} is true within it until it settles. */
export async function runExecution<T>(work: () => Promise<T>): Promise<T> {
  const scope = { isActive: true };
  try {
    return await scopes.run(scope, work);
  } finally {
    scope.isActive = false;
  }
}

/**
 * Whether the caller is part of an execution for an event. The drain of a topic waits for its executions, so an
 * execution must not wait for a drain.
 */
export function isExecuting(): boolean {
  return scopes.getStore()?.isActive === true;
}
