import { startOurs } from '../alternatives/over-pusher.ts';
import type { Rows } from '../harness/row.ts';
import type { Size } from '../harness/size.ts';
import { eventsFor, measure } from './measure.ts';
import { grouped, withAlternatives } from './scenario.ts';

/** Publishes at 80 % of the maximum rate for minutes, to test that memory and latency do not grow. One value per 15 s. */
export async function soak(minutes: number, size: Size, rows: Rows): Promise<void> {
  const seconds = 15;
  await withAlternatives([startOurs], async ([ours]) => {
    if (!ours) return;
    const { load, publisher, servers } = ours;
    await load.call('open', { subscribers: size.crowd, operations: 1 });
    const sample = await eventsFor(ours, { seconds: 2, atOnce: 1 });
    const { eventsPerSecond } = await measure(ours, { events: sample, atOnce: 1 });
    const perSecond = 0.8 * eventsPerSecond;
    const key = {
      scenario: 'soak',
      alternative: ours.name,
      at: `${minutes} min at ${perSecond.toFixed(0)} events/s, N = ${grouped(size.crowd)}`,
    };
    for (let turn = 0; turn < (minutes * 60) / seconds; turn++) {
      const events = Math.round(perSecond * seconds);
      await load.call('expect', { events, arrivals: true });
      const finished = load.call('finish', { inOrder: true });
      const publishedAt = await publisher.call('pace', { events, perSecond });
      const { problem } = await finished;
      const { p50, p99 } = await load.call('latencies', publishedAt);
      rows.add({ ...key, quantity: 'p50', unit: 'ms' }, p50, problem);
      rows.add({ ...key, quantity: 'p99', unit: 'ms' }, p99, problem);
      for (const [server, child] of Object.entries(servers)) {
        const { heap, resident } = await child.call('usage', { collect: true });
        rows.add({ ...key, quantity: `heap, ${server}`, unit: 'MB' }, heap / 1e6);
        rows.add({ ...key, quantity: `resident, ${server}`, unit: 'MB' }, resident / 1e6);
      }
    }
  });
}
