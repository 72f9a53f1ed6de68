import { median } from './statistics.ts';

/** One measured quantity of one alternative in one scenario. */
export interface Row {
  readonly scenario: string;
  readonly alternative: string;
  /** The varied parameter: `N = 1,000`. */
  readonly at: string;
  readonly quantity: string;
  readonly unit: string;
  /** One value per round, in the order of the rounds. */
  readonly values: readonly number[];
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** Why the row is invalid: a subscriber did not receive all events. */
  readonly void?: string;
}

export type RowKey = Pick<Row, 'scenario' | 'alternative' | 'at' | 'quantity'>;

/** Collects values of all rounds. */
export interface Rows {
  add(key: RowKey & Pick<Row, 'unit'>, value: number, problem?: string): void;
  all(): Row[];
}

export function createRows(onRow: (key: RowKey, value: number, problem?: string) => void): Rows {
  const entries = new Map<
    string,
    RowKey & Pick<Row, 'unit'> & { values: number[]; problem?: string | undefined }
  >();
  return {
    add(key, value, problem) {
      onRow(key, value, problem);
      const name = JSON.stringify([key.scenario, key.alternative, key.at, key.quantity]);
      const entry = entries.get(name) ?? { ...key, values: [] };
      entry.values.push(value);
      entry.problem ??= problem;
      entries.set(name, entry);
    },
    all: () =>
      [...entries.values()].map(({ problem, values, ...key }) => ({
        ...key,
        values,
        median: median(values),
        lowest: Math.min(...values),
        highest: Math.max(...values),
        ...(problem ? { void: problem } : {}),
      })),
  };
}
