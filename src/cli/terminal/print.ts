/** Where a command's answer goes: one JSON document a line for scripts, text for people. */
export interface Printer {
  readonly isJson: boolean;
  /** `text` for people; where it is left out they are told nothing. */
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

/** Tells whoever sits at a terminal that something is going on, and takes it back when it is over. */
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
