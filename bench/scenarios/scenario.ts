import type { Alternative } from '../alternatives/alternative.ts';
import type { Rows } from '../harness/row.ts';
import type { Size } from '../harness/size.ts';

/** Runs measurements and adds their rows. Stops all processes that it started. */
export type Scenario = (size: Size, rows: Rows) => Promise<void>;

/** Formats a number with separators: `1,000`. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

/** Returns the alternatives that a ratio needs, and the others with `allAlternatives`. */
export function participants<A extends Alternative>(
  { allAlternatives }: Size,
  needed: readonly (() => Promise<A>)[],
  others: readonly (() => Promise<A>)[],
): (() => Promise<A>)[] {
  return allAlternatives ? [...needed, ...others] : [...needed];
}

/** Starts alternatives, calls `use`, and stops the alternatives also after an error. */
export async function withAlternatives<A extends Alternative>(
  starts: readonly (() => Promise<A>)[],
  use: (alternatives: A[]) => Promise<void>,
): Promise<void> {
  const alternatives: A[] = [];
  try {
    for (const start of starts) alternatives.push(await start());
    await use(alternatives);
  } finally {
    for (const alternative of alternatives) await alternative.stop();
  }
}

/** Runs a turn of each alternative in each round. Each round starts with another alternative. */
export async function alternate<A>(
  rounds: number,
  alternatives: readonly A[],
  turn: (alternative: A) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round++) {
    const first = round % alternatives.length;
    for (const each of [...alternatives.slice(first), ...alternatives.slice(0, first)]) await turn(each);
  }
}
