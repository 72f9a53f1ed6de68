import { describe, expect, it } from 'vitest';
import { createRows } from '../../bench/harness/row.ts';
import { tiny } from '../../bench/harness/size.ts';
import { scenarios } from '../../bench/scenarios/index.ts';

/** Together these use every part of the harness. `npm run bench` itself reports other scenarios that measure nothing. */
const smoke = ['identical', 'sockets', 'publishing'] as const;

/** Tests that the scenarios run and count correctly. No times are tested. */
describe('the benchmark', () => {
  it.each(smoke.map((name) => [name, scenarios[name]] as const))(
    'runs "%s" at a tiny size, and every subscriber receives everything',
    async (name, scenario) => {
      const rows = createRows(() => undefined);
      await scenario(tiny, rows);
      const all = rows.all();
      expect(all.length).toBeGreaterThan(0);
      expect(all.filter((row) => row.void !== undefined)).toEqual([]);
      expect(all.filter(({ values }) => values.some((value) => !Number.isFinite(value)))).toEqual([]);
      if (name !== 'identical') return;
      const counted = all
        .filter(({ alternative }) => alternative.startsWith('graphql-pusher'))
        .filter(({ at }) => !at.includes('at once'))
        .filter(({ quantity }) => /^(executions|requests)/.test(quantity));
      // One execution and one request per event, for any number of subscribers of the operation.
      expect(counted.length).toBeGreaterThan(0);
      expect(counted.map(({ median }) => median)).toEqual(counted.map(() => 1));
    },
    120_000,
  );
});
