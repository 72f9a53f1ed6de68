/** Prints a command's output: one JSON document per line for scripts, or text. */
export interface Printer {
  readonly isJson: boolean;
  /** Prints `json` with `--json`, otherwise `text`. Prints nothing if `text` is absent. */
  print(json: object, text?: string): void;
}

export function createPrinter(isJson: boolean): Printer {
  return {
    isJson,
    print(json, text) {
      if (isJson) console.log(JSON.stringify(json));
      else if (text !== undefined) console.log(text);
    },
  };
}

/** At a terminal, shows a progress message while the work runs. */
export async function withProgress<T>(what: string, work: () => Promise<T>): Promise<T> {
  const { stderr } = process;
  if (!stderr.isTTY) return work();
  stderr.write(`${what} …`);
  try {
    return await work();
  } finally {
    stderr.clearLine(0);
    stderr.cursorTo(0);
  }
}
