import { cpuOf } from '../alternatives/alternative.ts';
import { startOurs } from '../alternatives/over-pusher.ts';
import { eventsFor } from './measure.ts';
import { alternate, grouped, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'growth with the subscribers';

/** The same rate for all numbers of subscribers, because the cost of an event depends on the rate. */
const perSecond = 10;

/** The cost of an event for the gateway and its store, for few and for many subscribers. */
export const growth: Scenario = async (size, rows) => {
  const { audiences } = size;
  await withAlternatives(
    audiences.map(() => startOurs),
    async (started) => {
      const turns = started.map((ours, index) => ({ ours, subscribers: audiences[index] ?? 1 }));
      for (const { ours, subscribers } of turns) {
        await ours.load.call('open', { subscribers: Math.min(10, subscribers), operations: 1 });
        // Warm up equally: a few hundred events, so that the code is compiled.
        await eventsFor(ours, { seconds: size.seconds, atOnce: 1 });
        await ours.load.call('open', { subscribers, operations: 1 });
      }
      await alternate(size.rounds, turns, async ({ ours, subscribers }) => {
        const events = Math.max(1, Math.round(perSecond * size.pacedSeconds));
        await ours.load.call('expect', { events, arrivals: false });
        const before = await cpuOf(ours);
        const finished = ours.load.call('finish', { inOrder: true });
        await ours.publisher.call('pace', { events, perSecond });
        const { problem } = await finished;
        const after = await cpuOf(ours);
        const at = `N = ${grouped(subscribers)}, ${perSecond} events/s`;
        for (const [server, cpu] of Object.entries(after)) {
          const key = {
            scenario,
            alternative: ours.name,
            at,
            quantity: `CPU per event, ${server}`,
            unit: 'ms',
          };
          rows.add(key, (cpu - (before[server] ?? 0)) / events, problem);
        }
      });
    },
  );
};
