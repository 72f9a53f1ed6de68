import type { ExecutionResult, Sink } from '../../../src/client/index.ts';

/** A sink that records its calls, with promises to wait for them. */
export interface Recorder extends Sink<ExecutionResult> {
  readonly results: ExecutionResult[];
  readonly errors: unknown[];
  completions: number;
  /** The values of the field `n` of all results so far. */
  readonly numbers: unknown[];
  /** Resolves as soon as the condition is true. */
  until(holds: () => boolean): Promise<void>;
  /** Resolves to the first `count` numbers. */
  untilNumbers(count: number): Promise<unknown[]>;
  untilError(): Promise<unknown>;
}

export function createRecorder(): Recorder {
  const waiting = new Set<() => void>();
  const changed = (): void => {
    for (const check of [...waiting]) check();
  };
  const recorder: Recorder = {
    results: [],
    errors: [],
    completions: 0,
    get numbers() {
      return recorder.results.map(({ data }) => data?.n);
    },
    next: (result) => {
      recorder.results.push(result);
      changed();
    },
    error: (error) => {
      recorder.errors.push(error);
      changed();
    },
    complete: () => {
      recorder.completions++;
      changed();
    },
    until: (holds) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!holds()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
    untilNumbers: async (count) => {
      await recorder.until(() => recorder.results.length >= count);
      return recorder.numbers.slice(0, count);
    },
    untilError: async () => {
      await recorder.until(() => recorder.errors.length > 0);
      return recorder.errors[0];
    },
  };
  return recorder;
}
