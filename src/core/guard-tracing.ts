import { defaultExecutionTimeout } from './engine-options.ts';
import type { Tracing } from './ports/index.ts';

/**
 * Makes traces unable to fail or delay the work that they observe: the work runs exactly once, and its outcome does not
 * wait for the hook. Work that the hook has not started after `executionTimeout` ms runs without a span.
 */
export function guardTracing(
  tracing: Tracing,
  {
    executionTimeout: timeout = defaultExecutionTimeout,
    onError,
  }: { executionTimeout?: number | undefined; onError(error: unknown, where: string): void },
): Tracing {
  return {
    current() {
      try {
        return tracing.current();
      } catch (error) {
        onError(error, 'tracing.current()');
        return undefined;
      }
    },
    span<T>(span: Parameters<Tracing['span']>[0], work: () => Promise<T>): Promise<T> {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      const where = `tracing.span() of "${span.name}"`;
      let running: Promise<T> | undefined;
      let isDone = false;
      const run = (): Promise<T> => {
        if (!running) {
          clearTimeout(timer);
          running = Promise.resolve().then(work);
          running.then(resolve, reject).finally(() => {
            isDone = true;
          });
        }
        return running;
      };
      const timer = setTimeout(() => {
        onError(new Error(`The hook did not call its work within ${timeout} ms.`), where);
        void run();
      }, timeout);
      const fail = (error: unknown): void => {
        // A hook rejects as its work does; another error is its own.
        if (running && isDone) return;
        onError(error, where);
        void run();
      };
      try {
        tracing.span(span, run).catch(fail);
      } catch (error) {
        fail(error);
      }
      return promise;
    },
  };
}
