import type { Alternative } from '../alternatives/alternative.ts';
import { startGraphQLWs } from '../alternatives/direct.ts';
import { startOurs, startOursOnRedis, startPeers } from '../alternatives/over-pusher.ts';
import { eventsFor, measure } from './measure.ts';
import { alternate, grouped, participants, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'distinct operations';

/** Many subscribers with K distinct operations. The peers' algorithm does not share executions between subscribers. */
export const distinct: Scenario = async (size, rows) => {
  await withAlternatives<Alternative>(
    participants(size, [startOurs, startPeers], [startOursOnRedis, startGraphQLWs]),
    async (alternatives) => {
      for (const operations of size.distinct) {
        const at = `K = ${grouped(operations)} among ${grouped(size.crowd)}`;
        const turns: { alternative: Alternative; events: number }[] = [];
        for (const alternative of alternatives) {
          const sharing = alternative.name === "peers' algorithm" ? size.crowd : operations;
          await alternative.load.call('open', { subscribers: size.crowd, operations: sharing });
          turns.push({
            alternative,
            // Events are slow in this scenario, so measure for longer.
            events: await eventsFor(alternative, { seconds: 3 * size.seconds, atOnce: 1 }),
          });
        }
        await alternate(size.rounds, turns, async ({ alternative, events }) => {
          const measured = await measure(alternative, { events, atOnce: 1 });
          const add = (quantity: string, unit: string, value: number): void =>
            rows.add(
              { scenario, alternative: alternative.name, at, quantity, unit },
              value,
              measured.problem,
            );
          add('time per event', 'ms', 1_000 / measured.eventsPerSecond);
          add('CPU per event', 'ms', measured.totalCpuPerEvent);
          add('executions per event', '', measured.executionsPerEvent);
          add('requests to Pusher per event', '', measured.requestsPerEvent);
        });
      }
    },
  );
};
