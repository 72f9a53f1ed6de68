/** The calls of a child process. Each has one argument and one result, both JSON. */
export type Calls = Readonly<Record<string, (argument: never) => unknown>>;

export interface Call {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

export type Response = { readonly id: number } & ({ readonly result: unknown } | { readonly error: string });

/** The first message of a child: it is ready. The value contains the port on which it listens. */
export interface Ready {
  readonly ready: unknown;
}

/** Returns the argument with which the child was started. */
export function startArgument<T>(): T {
  return JSON.parse(process.argv[2] ?? 'null') as T;
}

/** Handles the parent's calls until the parent exits. */
export function handleCalls(calls: Calls, ready: unknown): void {
  process.on('message', (message) => void handle(message as Call));
  // Exit with the parent, also after a crash.
  process.on('disconnect', () => process.exit());
  process.send?.({ ready } satisfies Ready);

  async function handle({ id, name, argument }: Call): Promise<void> {
    try {
      const result = await calls[name]?.(argument as never);
      process.send?.({ id, result } satisfies Response);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      process.send?.({ id, error: text } satisfies Response);
    }
  }
}
