import type { Client, ExecutionResult } from '../client/index.ts';

/** The results of a subscription, each kept until it is asked for. */
export type Results<Data> = AsyncIterableIterator<ExecutionResult<Data>>;

/**
 * Subscribes; resolves when the subscription stands, so that what is published from then on is among the results.
 * Rejects with an Error that says why the gateway refused.
 */
export function subscribed<Data>(
  client: Client,
  payload: { readonly query: string; readonly variables?: Record<string, unknown> },
): Promise<Results<Data>> {
  return new Promise((resolve, reject) => {
    const kept: IteratorResult<ExecutionResult<Data>>[] = [];
    const waiting: {
      resolve(next: IteratorResult<ExecutionResult<Data>>): void;
      reject(error: unknown): void;
    }[] = [];
    const done = { done: true, value: undefined } as const;
    let end: { readonly error?: Error } | undefined;

    function finish(how: { readonly error?: Error }): void {
      end = how;
      for (const each of waiting.splice(0)) {
        if (how.error) each.reject(how.error);
        else each.resolve(done);
      }
    }

    const dispose = client.subscribe<Data>(payload, {
      next(value) {
        const next = { done: false, value } as const;
        const first = waiting.shift();
        if (first) first.resolve(next);
        else kept.push(next);
      },
      error(cause) {
        const error = asError(cause);
        // Of no effect when it stood already.
        reject(error);
        finish({ error });
      },
      complete() {
        // Of no effect when it stood already.
        reject(new Error('It has ended before it stood. A query or a mutation goes by request().'));
        finish({});
      },
      ready: () => resolve(results),
    });

    const results: Results<Data> = {
      async next() {
        const next = kept.shift();
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

/** A refusal comes as an array of GraphQL errors, the first of which tells a test more than an object would. */
function asError(cause: unknown): Error {
  if (cause instanceof Error) return cause;
  const [first] = cause as readonly { message: string; extensions?: Record<string, unknown> }[];
  return Object.assign(new Error(first?.message ?? 'The subscription was refused.', { cause }), {
    extensions: first?.extensions ?? {},
  });
}
