import type { Machine } from '../harness/machine.ts';
import type { Row } from '../harness/row.ts';
import type { Ratio } from './ratios.ts';

/** Formats a number with three significant digits. */
export function shown(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '–';
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

export function machineLine(machine: Machine): string {
  const { date, cpu, cores, memoryGB, system, node, commit, loadBefore } = machine;
  return `${date}, ${cpu}, ${cores} cores, ${memoryGB} GB, ${system}, Node ${node}, commit ${commit}, load before ${loadBefore}`;
}

/** Returns all rows as Markdown tables, one per scenario. */
export function rowsTable(rows: readonly Row[]): string {
  const tables = [...Map.groupBy(rows, ({ scenario }) => scenario)].map(([scenario, ofScenario]) => {
    const lines = ofScenario.map((row) => {
      const spread = row.values.length > 1 ? ` (${shown(row.lowest)} to ${shown(row.highest)})` : '';
      const value = row.void
        ? `void: ${row.void}`
        : `${shown(row.median)}${row.unit && ` ${row.unit}`}${spread}`;
      return [row.at, row.alternative, row.quantity, value];
    });
    return `${scenario}\n\n${table(['', 'alternative', 'quantity', 'median (lowest to highest)'], lines)}`;
  });
  return tables.join('\n\n');
}

export function ratiosTable(ratios: readonly Ratio[]): string {
  const lines = ratios.map(({ name, meaning, goal, value, isReached }) => [
    name,
    meaning,
    shown(value),
    goal,
    value === undefined ? '' : isReached ? 'yes' : 'no',
  ]);
  return table(['ratio', 'meaning', 'measured', 'goal', 'reached'], lines);
}

function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, 3, ...lines.map((line) => line[column]?.length ?? 0)),
  );
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [row(head), row(widths.map((width) => '-'.repeat(width))), ...lines.map(row)].join('\n');
}
