import type { Sink } from './payload.ts';

/** Converts a subscription to an iterator. It throws the sink's errors, and unsubscribes when the loop exits. */
export function iterate<Value>(subscribe: (sink: Sink<Value>) => () => void): AsyncIterableIterator<Value> {
  const values: Value[] = [];
  let failure: { error: unknown } | undefined;
  let isDone = false;
  let wake = (): void => undefined;

  const dispose = subscribe({
    next: (value) => {
      values.push(value);
      wake();
    },
    error: (error) => {
      failure = { error };
      isDone = true;
      wake();
    },
    complete: () => {
      isDone = true;
      wake();
    },
  });

  async function* read(): AsyncGenerator<Value, void> {
    for (;;) {
      while (values.length > 0) yield values.shift() as Value;
      if (failure) throw failure.error;
      if (isDone) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  const reader = read();
  /** Ends the wait for the next value. Without this, a waiting generator would return only after that value. */
  const stop = (): void => {
    isDone = true;
    values.length = 0;
    failure = undefined;
    dispose();
    wake();
  };
  const iterator: AsyncIterableIterator<Value> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => reader.next(),
    return: () => {
      stop();
      return reader.return();
    },
    throw: (error) => {
      stop();
      return reader.throw(error);
    },
  };
  return iterator;
}
