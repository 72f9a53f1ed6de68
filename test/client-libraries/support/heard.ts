import { isLostResults } from '../../../src/client/index.ts';

/** What an application hears of a subscription, in words that are the same for every library. */
export type Heard =
  | { readonly text: string | null; readonly error?: string }
  | { readonly refused: string }
  | 'lost results'
  | 'complete';

/** Remembers in order, and tells when there is enough. */
export interface Hearing {
  readonly all: Heard[];
  hear(heard: Heard): void;
  /** Resolves with the first `count`. */
  until(count: number): Promise<Heard[]>;
}

export function createHearing(): Hearing {
  const waiting = new Set<() => void>();
  const hearing: Hearing = {
    all: [],
    hear: (heard) => {
      hearing.all.push(heard);
      for (const check of [...waiting]) check();
    },
    until: (count) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (hearing.all.length < count) return;
          waiting.delete(check);
          resolve(hearing.all.slice(0, count));
        };
        waiting.add(check);
        check();
      }),
  };
  return hearing;
}

/** The data of the one subscription that the tests use. */
export interface SaidData {
  said: { id: string; text: string | null } | null;
}

/** A result as most libraries hand it on. */
export interface PlainResult {
  data?: SaidData | null | undefined;
  errors?: readonly { message: string }[] | undefined;
  extensions?: unknown;
}

export function heardIn(result: PlainResult): Heard {
  if (isLostResults(result)) return 'lost results';
  const { data, errors } = result;
  const [error] = errors ?? [];
  return { text: data?.said?.text ?? null, ...(error && { error: error.message }) };
}

/** The code of a refusal: GraphQL errors in an array, or an `Error` that has them inside. */
export function refusalOf(error: unknown): Heard {
  const { errors, graphQLErrors, message } = error as {
    errors?: unknown;
    graphQLErrors?: unknown;
    message?: string;
  };
  const list = [error, errors, graphQLErrors].find(Array.isArray) as
    | { extensions?: { code?: string } }[]
    | undefined;
  return { refused: list?.[0]?.extensions?.code ?? message ?? String(error) };
}
