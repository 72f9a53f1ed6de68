/** Joins the lines of a text into one. */
export function oneLine(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join(' ');
}

/** The messages of an error and its causes on one line. `fetch failed` alone explains nothing. */
export function messageWithCauses(error: unknown): string {
  const messages = messagesOf(error).map((each) => each.replace(/\.$/, ''));
  return oneLine([...new Set(messages)].join(': '));
}

function messagesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  // A host with several addresses fails with an AggregateError: one error per address, and no message of its own.
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const own = error.message === '' ? [] : [error.message];
  return inner === undefined ? own : [...own, ...messagesOf(inner)];
}
