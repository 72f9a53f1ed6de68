import type { Client, ExecutionResult } from '../client/index.ts';

/** The results of a subscription. Each is buffered until it is read. */
export type Results<Data> = AsyncIterableIterator<ExecutionResult<Data>>;

/**
 * Subscribes, and resolves when the subscription is active: its results include every event published from then on.
 * Rejects with an error if the gateway rejects the subscription.
 */
export function subscribed<Data>(
  client: Client,
  payload: { readonly query: string; readonly variables?: Record<string, unknown> },
): Promise<Results<Data>> {
  return new Promise((resolve, reject) => {
    const buffered: IteratorResult<ExecutionResult<Data>>[] = [];
    const waiting: {
      resolve(next: IteratorResult<ExecutionResult<Data>>): void;
      reject(error: unknown): void;
    }[] = [];
    const done = { done: true, value: undefined } as const;
    let end: { readonly error?: Error } | undefined;

    function finish(outcome: { readonly error?: Error }): void {
      end = outcome;
      for (const each of waiting.splice(0)) {
        if (outcome.error) each.reject(outcome.error);
        else each.resolve(done);
      }
    }

    const dispose = client.subscribe<Data>(payload, {
      next(value) {
        const next = { done: false, value } as const;
        const first = waiting.shift();
        if (first) first.resolve(next);
        else buffered.push(next);
      },
      error(cause) {
        const error = asError(cause);
        // No effect if the subscription was active.
        reject(error);
        finish({ error });
      },
      complete() {
        // No effect if the subscription was active.
        reject(new Error(neverActive(buffered.length > 0)));
        finish({});
      },
      ready: () => resolve(results),
    });

    const results: Results<Data> = {
      async next() {
        const next = buffered.shift();
        if (next) return next;
        if (end?.error) throw end.error;
        if (end) return done;
        return new Promise((resolveNext, rejectNext) => {
          waiting.push({ resolve: resolveNext, reject: rejectNext });
        });
      },
      async return() {
        dispose();
        return done;
      },
      [Symbol.asyncIterator]: () => results,
    };
  });
}

/** Why the subscription ended before it was active. */
function neverActive(hasResults: boolean): string {
  return hasResults
    ? 'This operation is not a subscription. Use request() for queries and mutations.'
    : 'The subscription ended before it was active. The gateway may have been closed.';
}

/** Converts a rejection, which is an array of GraphQL errors, to an error with the message of the first. */
function asError(cause: unknown): Error {
  if (cause instanceof Error) return cause;
  const [first] = cause as readonly { message: string; extensions?: Record<string, unknown> }[];
  return Object.assign(new Error(first?.message ?? 'The gateway rejected the subscription.', { cause }), {
    extensions: first?.extensions ?? {},
  });
}
