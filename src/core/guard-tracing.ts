import { defaultExecutionTimeout } from './engine-options.ts';
import type { Tracing } from './ports/index.ts';

/**
 * Prevents tracing from failing or delaying the work that it observes. The work runs exactly once, and its outcome does
 * not wait for the hook. If the hook does not start the work within `executionTimeout` ms, the work runs without a
 * span.
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
        onError(new Error(`The tracing hook did not call its work within ${timeout} ms.`), where);
        void run();
      }, timeout);
      const fail = (error: unknown): void => {
        // A hook rejects as its work does. Any other error is the hook's own.
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
