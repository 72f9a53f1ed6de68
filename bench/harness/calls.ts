/** What a child process can be asked to do. One argument, one answer, both JSON. */
export type Calls = Readonly<Record<string, (argument: never) => unknown>>;

export interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

export type Answer = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

/** The first word of a child: it is ready, and this is where it listens. */
export interface Ready {
  readonly ready: unknown;
}

/** What the child was started with. */
export function startArgument<T>(): T {
  return JSON.parse(process.argv[2] ?? 'null') as T;
}

/** Answers the parent's calls until the parent is gone. */
export function answerCalls(calls: Calls, ready: unknown): void {
  process.on('message', (message) => void answer(message as Call));
  // A parent that died leaves no children behind.
  process.on('disconnect', () => process.exit());
  process.send?.({ ready } satisfies Ready);

  async function answer({ id, name, argument }: Call): Promise<void> {
    try {
      const result = await calls[name]?.(argument as never);
      process.send?.({ id, result } satisfies Answer);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ id, error: text } satisfies Answer);
    }
  }
}
