import { cpuOf } from '../alternatives/alternative.ts';
import { startOurs } from '../alternatives/over-pusher.ts';
import { eventsFor } from './measure.ts';
import { alternate, grouped, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'growth with the audience';

/** The same few events a second for few and for many, since at another pace an event costs another price. */
const perSecond = 10;

/** What an event costs the gateway and its store, whoever listens. The Channels server writes to sockets meanwhile. */
export const growth: Scenario = async (size, rows) => {
  const { audiences } = size;
  await withAlternatives(
    audiences.map(() => startOurs),
    async (started) => {
      const turns = started.map((ours, index) => ({ ours, subscribers: audiences[index] ?? 1 }));
      for (const { ours, subscribers } of turns) {
        await ours.load.call('open', { subscribers: Math.min(10, subscribers), operations: 1 });
        // The same warmth for all: what a few hundred events compile.
        await eventsFor(ours, { seconds: size.seconds, atOnce: 1 });
        await ours.load.call('open', { subscribers, operations: 1 });
      }
      await alternate(size.rounds, turns, async ({ ours, subscribers }) => {
        const events = Math.max(1, Math.round(perSecond * size.pacedSeconds));
        await ours.load.call('expect', { events, arrivals: false });
        const before = await cpuOf(ours);
        const finished = ours.load.call('finish', { inOrder: true });
        await ours.publisher.call('pace', { events, perSecond });
        const { complaint } = await finished;
        const after = await cpuOf(ours);
        const at = `N = ${grouped(subscribers)}, ${perSecond} events/s`;
        for (const [server, cpu] of Object.entries(after)) {
          const key = {
            scenario,
            alternative: ours.name,
            at,
            quantity: `CPU an event, ${server}`,
            unit: 'ms',
          };
          rows.add(key, (cpu - (before[server] ?? 0)) / events, complaint);
        }
      });
    },
  );
};
