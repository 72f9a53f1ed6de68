/** `npm run chaos -- --minutes 10 --seed 42 --store redis` */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { runChaos } from './run-chaos.ts';
import { isStoreName, startStore } from './stores.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    store: { type: 'string', default: 'redis' },
    /** Only these, by name and with commas between them. */
    faults: { type: 'string' },
    /** Prints each fault. */
    verbose: { type: 'boolean', default: false },
    /** Where everything is written when the run fails. */
    report: { type: 'string' },
  },
});
const { store } = values;
if (!isStoreName(store)) throw new TypeError(`--store is ${Object.keys(startStore).join(', ')}.`);
const seed = Number(values.seed);
const duration = Number(values.minutes) * 60_000;
if (!Number.isSafeInteger(seed)) throw new TypeError('--seed is a whole number.');
if (!(duration > 0)) throw new TypeError('--minutes is a number above 0.');

console.log(`chaos: seed ${seed}, ${store}, ${values.minutes} min`);
const startedAt = performance.now();
const history: string[] = [];
const { failures, summary, output, publications, logs } = await runChaos({
  seed,
  store,
  duration,
  faults: values.faults?.split(','),
  log: (what) => {
    const line = `${((performance.now() - startedAt) / 1_000).toFixed(1)} s (${performance.now().toFixed(0)}): ${what}`;
    history.push(line);
    if (values.verbose) console.log(line);
  },
});
for (const failure of failures.slice(0, 20)) console.error(failure);
if (failures.length > 20) console.error(`… and ${failures.length - 20} more`);
if (failures.length > 0 && values.report) {
  const report = { summary, failures, history, output: Object.fromEntries(output), publications, logs };
  writeFileSync(values.report, JSON.stringify(report, undefined, 1));
}
console.log(summary);
// pusher-js may still be waiting to reconnect.
process.exit(failures.length === 0 ? 0 : 1);
