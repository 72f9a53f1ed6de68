import type { Sink } from './payload.ts';

/** Turns what a sink receives into an iterator: errors are thrown, and leaving the loop disposes. */
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
  /** A generator that waits would return only after its next value: this ends the wait first. */
  const leave = (): void => {
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
      leave();
      return reader.return();
    },
    throw: (error) => {
      leave();
      return reader.throw(error);
    },
  };
  return iterator;
}
