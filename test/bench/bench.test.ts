import { describe, expect, it } from 'vitest';
import { createRows } from '../../bench/harness/row.ts';
import { tiny } from '../../bench/harness/size.ts';
import { scenarios } from '../../bench/scenarios/index.ts';

/** Nothing is timed here: only whether each scenario runs, and counts right. */
describe.each(Object.entries(scenarios))('the benchmark scenario "%s"', (_name, scenario) => {
  it('runs at a tiny size, and every subscriber receives everything', { timeout: 120_000 }, async () => {
    const rows = createRows(() => undefined);
    await scenario(tiny, rows);
    const all = rows.all();
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter((row) => row.void !== undefined)).toEqual([]);
    expect(all.filter(({ values }) => values.some((value) => !Number.isFinite(value)))).toEqual([]);
  });
});

describe('the benchmark', () => {
  it('counts one execution and one request for an event, however many share the operation', async () => {
    const rows = createRows(() => undefined);
    await scenarios.identical(tiny, rows);
    const counted = rows
      .all()
      .filter(({ alternative }) => alternative.startsWith('graphql-pusher'))
      .filter(({ at }) => !at.includes('at once'))
      .filter(({ quantity }) => /^(executions|requests)/.test(quantity));
    expect(counted.map(({ median }) => median)).toEqual(counted.map(() => 1));
    expect(counted.length).toBe(tiny.identical.length * 2 * 2);
  }, 120_000);
});
