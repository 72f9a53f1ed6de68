import { startGraphQLSse, startGraphQLWs } from '../alternatives/direct.ts';
import { startBareTrigger, startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import { eventsFor } from './measure.ts';
import { alternate, grouped, participants, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'latency at a fixed rate';

/** Latency from `publish` to each subscriber, at rates that all alternatives reach. */
export const paced: Scenario = async (size, rows) => {
  await withAlternatives(
    participants(size, [startOurs, startBareTrigger], [startOursOnRedis, startGraphQLWs, startGraphQLSse]),
    async (alternatives) => {
      for (const { perSecond, subscribers } of size.paces) {
        const at = `${perSecond} events/s, N = ${grouped(subscribers)}`;
        for (const alternative of alternatives) {
          await alternative.load.call('open', { subscribers, operations: 1 });
          // Warm up, so that compilation is not measured.
          await eventsFor(alternative, { seconds: size.seconds / 2, atOnce: 1 });
        }
        await alternate(size.rounds, alternatives, async ({ name, load, publisher, keepsOrder }) => {
          const events = Math.max(1, Math.round(perSecond * size.pacedSeconds));
          await load.call('expect', { events, arrivals: true });
          const finished = load.call('finish', { inOrder: keepsOrder });
          const publishedAt = await publisher.call('pace', { events, perSecond });
          const { problem } = await finished;
          const { p50, p99, worst } = await load.call('latencies', publishedAt);
          const add = (quantity: string, value: number): void =>
            rows.add({ scenario, alternative: name, at, quantity, unit: 'ms' }, value, problem);
          add('p50', p50);
          add('p99', p99);
          add('worst', worst);
        });
      }
    },
  );
};
