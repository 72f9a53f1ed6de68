import { type FormEvent, useState } from 'react';
import { InexactNumberError, parseExactJson } from '../../../protocol/index.ts';

/** The outcome of the last submission. */
export interface Outcome {
  readonly kind: 'good' | 'warning' | 'error';
  readonly text: string;
}

/** Submits a form, one submission at a time, and stores the outcome. An error that `send` throws is shown. */
export function useSending(send: () => Promise<Outcome>) {
  const [outcome, setOutcome] = useState<Outcome>();
  const [isBusy, setIsBusy] = useState(false);

  async function submit(event: FormEvent): Promise<void> {
    event.preventDefault();
    setIsBusy(true);
    try {
      setOutcome(await send());
    } catch (error) {
      setOutcome({ kind: 'error', text: error instanceof Error ? error.message : String(error) });
    } finally {
      setIsBusy(false);
    }
  }

  return { outcome, isBusy, submit };
}

/** Parses JSON from a form. Throws an error with a message for the viewer. */
export function parseJson(text: string, what: string): unknown {
  try {
    return parseExactJson(text);
  } catch (cause) {
    if (cause instanceof InexactNumberError) throw new Error(`${what}: ${cause.message}.`, { cause });
    throw new Error(`${what} is not valid JSON. Put names and texts in double quotes.`, { cause });
  }
}
