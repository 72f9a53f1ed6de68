import type { Alternative } from '../alternatives/alternative.ts';
import type { Rows } from '../harness/row.ts';
import type { Size } from '../harness/size.ts';

/** Measures something and adds its rows. Stops all that it started. */
export type Scenario = (size: Size, rows: Rows) => Promise<void>;

/** `1000` → `1,000`. */
export function grouped(number: number): string {
  return number.toLocaleString('en-US');
}

/** Those whom a ratio needs, and the others when everybody takes part. */
export function participants<A extends Alternative>(
  { everybody }: Size,
  needed: readonly (() => Promise<A>)[],
  others: readonly (() => Promise<A>)[],
): (() => Promise<A>)[] {
  return everybody ? [...needed, ...others] : [...needed];
}

/** Starts alternatives, lets `use` have them, and stops them whatever happens. */
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

/** Each alternative takes its turn, round by round, another one first each time. */
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
