import { isLostResults } from '../../../src/client/index.ts';

/** The events that an application receives from a subscription, in one form for every library. */
export type Received =
  | { readonly text: string | null; readonly error?: string }
  | { readonly rejected: string }
  | 'lost results'
  | 'complete';

/** Records events in order, with a promise to wait for them. */
export interface Recorder {
  readonly all: Received[];
  record(received: Received): void;
  /** Resolves to the first `count` events. */
  until(count: number): Promise<Received[]>;
}

export function createRecorder(): Recorder {
  const waiting = new Set<() => void>();
  const recorder: Recorder = {
    all: [],
    record: (received) => {
      recorder.all.push(received);
      for (const check of [...waiting]) check();
    },
    until: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (recorder.all.length < count) return;
          waiting.delete(check);
          resolve(recorder.all.slice(0, count));
        };
        waiting.add(check);
        check();
      }),
  };
  return recorder;
}

/** The data of the subscription in these tests. */
export interface SaidData {
  said: { id: string; text: string | null } | null;
}

/** A result in the form that most libraries pass on. */
export interface PlainResult {
  data?: SaidData | null | undefined;
  errors?: readonly { message: string }[] | undefined;
  extensions?: unknown;
}

export function receivedIn(result: PlainResult): Received {
  if (isLostResults(result)) return 'lost results';
  const { data, errors } = result;
  const [error] = errors ?? [];
  return { text: data?.said?.text ?? null, ...(error && { error: error.message }) };
}

/** Returns the code of a rejection: an array of GraphQL errors, or an `Error` that contains them. */
export function rejectionOf(error: unknown): Received {
  const { errors, graphQLErrors, message } = error as {
    errors?: unknown;
    graphQLErrors?: unknown;
    message?: string;
  };
  const list = [error, errors, graphQLErrors].find(Array.isArray) as
    | { extensions?: { code?: string } }[]
    | undefined;
  return { rejected: list?.[0]?.extensions?.code ?? message ?? String(error) };
}
