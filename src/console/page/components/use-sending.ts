import { type FormEvent, useState } from 'react';
import { InexactNumberError, parseExactJson } from '../../../protocol/index.ts';

/** What became of what was sent last. */
export interface Outcome {
  readonly kind: 'good' | 'warning' | 'error';
  readonly text: string;
}

/** Runs a form's work once at a time, and keeps what came of it. What it throws is shown. */
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

/** Throws in words for whoever typed it. */
export function parseJson(text: string, what: string): unknown {
  try {
    return parseExactJson(text);
  } catch (cause) {
    if (cause instanceof InexactNumberError) throw new Error(`${what}: ${cause.message}.`, { cause });
    throw new Error(`${what} is not JSON: texts need quotation marks.`, { cause });
  }
}
