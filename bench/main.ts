/** `npm run bench`: compares this package with its alternatives. */
import { writeFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { type Machine, thisMachine } from './harness/machine.ts';
import { createRows, type Row } from './harness/row.ts';
import { full, quick, type Size } from './harness/size.ts';
import { barChart } from './report/chart.ts';
import { ratiosOf } from './report/ratios.ts';
import { machineLine, ratiosTable, rowsTable, shown } from './report/table.ts';
import { identicalAt, manyAtOnce } from './scenarios/identical.ts';
import { type ScenarioName, scenarios, withoutRatio } from './scenarios/index.ts';
import { grouped } from './scenarios/scenario.ts';
import { soak } from './scenarios/soak.ts';

interface Options {
  readonly json?: string;
  readonly svg?: string;
  readonly quick?: boolean;
  readonly only?: ScenarioName[];
  readonly soak?: number;
}

const names = Object.keys(scenarios) as ScenarioName[];

const command = new Command('bench')
  .description('Measures graphql-pusher and its alternatives in one run, alternating, in several rounds.')
  .option('--json <file>', 'write ratios, rows and machine as JSON')
  .option('--svg <file>', 'write a chart')
  .option('--quick', 'smaller sizes, less than two minutes')
  .option('--only <scenarios>', `run only these, separated by commas: ${names.join(', ')}`, parseNames)
  .option('--soak <minutes>', 'only publish for this many minutes at 80 % of the maximum rate', Number);

const options = command.parse().opts<Options>();
const size = options.quick ? quick : full;
const machine = thisMachine();
const rows = createRows(({ scenario, alternative, at, quantity }, value, problem) => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${scenario}, ${at}, ${alternative}`);
  if (problem)
    process.stderr.write(`\n${scenario}, ${at}, ${alternative}, ${quantity} ${shown(value)}: ${problem}\n`);
});

const begin = performance.now();
if (options.soak) await soak(options.soak, size, rows);
else for (const name of options.only ?? scheduled()) await run(name);
report(rows.all(), machine, size);
console.log(`\nTook ${shown((performance.now() - begin) / 1_000)} s.`);

function scheduled(): ScenarioName[] {
  return size.allAlternatives ? names : names.filter((name) => !withoutRatio.includes(name));
}

async function run(name: ScenarioName): Promise<void> {
  try {
    await scenarios[name](size, rows);
  } catch (error) {
    // Report the other scenarios.
    process.exitCode = 1;
    console.error(`${name} failed:`, error);
  }
}

function report(all: readonly Row[], where: Machine, measured: Size): void {
  const ratios = ratiosOf(all, measured);
  console.log(`${process.stderr.isTTY ? '\n' : ''}${machineLine(where)}\n\n${rowsTable(all)}\n`);
  console.log(ratiosTable(ratios));
  if (options.json) {
    const values = Object.fromEntries(ratios.map(({ name, value }) => [name, value ?? null]));
    const goals = Object.fromEntries(ratios.map(({ name, meaning, goal }) => [name, `${meaning}: ${goal}`]));
    const text = JSON.stringify(
      { ratios: values, goals, machine: where, size: measured, rows: all },
      null,
      2,
    );
    writeFileSync(options.json, `${text}\n`);
  }
  if (options.svg) writeFileSync(options.svg, chart(all, where, measured));
}

function chart(all: readonly Row[], where: Machine, { crowd }: Size): string {
  const at = identicalAt(crowd, manyAtOnce);
  const panel = (title: string, quantity: string) => ({
    title,
    rows: all.filter(
      (row) =>
        row.scenario === 'identical subscriptions' && row.at === at && row.quantity === quantity && !row.void,
    ),
  });
  return barChart(
    `${grouped(crowd)} subscribers to one operation, ${manyAtOnce} events at once`,
    machineLine(where),
    [
      panel('Deliveries per second (more is better)', 'deliveries'),
      panel('CPU of all server processes per delivery (less is better)', 'CPU per delivery'),
    ],
  );
}

function parseNames(text: string): ScenarioName[] {
  return text.split(',').map((each) => {
    const name = names.find((known) => known === each.trim());
    if (!name)
      throw new InvalidArgumentError(`"${each}" is not a scenario. Choose from: ${names.join(', ')}.`);
    return name;
  });
}
