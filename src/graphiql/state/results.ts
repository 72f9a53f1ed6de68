/** The last results of the current or last subscription. */
import type { ExecutionResult } from '../../client/index.ts';
import type { ValueStore } from './value-store.ts';

export interface ReceivedResult {
  /** Counts from 1 for each subscription. */
  readonly number: number;
  /** Time of arrival, in ms since the Unix epoch. */
  readonly at: number;
  readonly result: ExecutionResult;
}

/** Newest first. */
export type Results = readonly ReceivedResult[];

/** Maximum length of the list. The oldest results are dropped first. */
export const maxResults = 50;

/** Adds a result to the list. */
export function addResult(results: ValueStore<Results>, result: ExecutionResult): void {
  const known = results.read();
  const added = { number: (known[0]?.number ?? 0) + 1, at: Date.now(), result };
  results.write([added, ...known.slice(0, maxResults - 1)]);
}
