import { startGraphQLSse, startGraphQLWs, startYogaSse } from '../alternatives/direct.ts';
import { startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import { measure } from './measure.ts';
import { alternate, grouped, participants, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'joining';

/** Rounds that are not measured: a server compiles what a request takes during its first few thousand. */
const warmUpRounds = 3;

/** Connections that stand already, and all subscribe. Afterwards one event must reach every one of them. */
export const joining: Scenario = async (size, rows) => {
  await withAlternatives(
    participants(size, [startOurs, startGraphQLWs], [startOursOnRedis, startGraphQLSse, startYogaSse]),
    async (alternatives) => {
      const subscribers = size.joining;
      for (const operations of new Set(size.everybody ? [1, subscribers] : [1])) {
        const at = `${grouped(subscribers)} subscribers, K = ${grouped(operations)}`;
        for (let round = 0; round < warmUpRounds; round++)
          for (const { load } of alternatives) await load.call('open', { subscribers, operations });
        await alternate(size.rounds, alternatives, async (alternative) => {
          const joined = await alternative.load.call('open', { subscribers, operations });
          const { complaint } = await measure(alternative, { events: 1, atOnce: 1 });
          const add = (quantity: string, milliseconds: number): void =>
            rows.add(
              { scenario, alternative: alternative.name, at, quantity, unit: '/s' },
              (1_000 * subscribers) / milliseconds,
              complaint,
            );
          add('subscriptions', joined.joining);
          add('subscriptions, connecting included', joined.joining + joined.connecting);
        });
      }
    },
  );
};
