import { median } from './statistics.ts';

/** One measured quantity of one alternative in one scenario. */
export interface Row {
  readonly scenario: string;
  readonly alternative: string;
  /** What was varied: `N = 1,000`. */
  readonly at: string;
  readonly quantity: string;
  readonly unit: string;
  /** One value a round, in the order of the rounds. */
  readonly values: readonly number[];
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** Why the row does not count: not every subscriber received everything. */
  readonly void?: string;
}

export type RowKey = Pick<Row, 'scenario' | 'alternative' | 'at' | 'quantity'>;

/** Gathers values round by round. */
export interface Rows {
  add(key: RowKey & Pick<Row, 'unit'>, value: number, complaint?: string): void;
  all(): Row[];
}

export function createRows(onRow: (key: RowKey, value: number, complaint?: string) => void): Rows {
  const gathered = new Map<
    string,
    RowKey & Pick<Row, 'unit'> & { values: number[]; complaint?: string | undefined }
  >();
  return {
    add(key, value, complaint) {
      onRow(key, value, complaint);
      const name = JSON.stringify([key.scenario, key.alternative, key.at, key.quantity]);
      const entry = gathered.get(name) ?? { ...key, values: [] };
      entry.values.push(value);
      entry.complaint ??= complaint;
      gathered.set(name, entry);
    },
    all: () =>
      [...gathered.values()].map(({ complaint, values, ...key }) => ({
        ...key,
        values,
        median: median(values),
        lowest: Math.min(...values),
        highest: Math.max(...values),
        ...(complaint ? { void: complaint } : {}),
      })),
  };
}
