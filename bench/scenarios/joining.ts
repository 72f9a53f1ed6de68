import { startGraphQLSse, startGraphQLWs, startYogaSse } from '../alternatives/direct.ts';
import { startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import { measure } from './measure.ts';
import { alternate, grouped, participants, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'joining';

/** Number of unmeasured rounds. A server compiles its hot code during the first few thousand requests. */
const warmUpRounds = 3;

/** All subscribers subscribe on open connections. Then one event must reach all of them. */
export const joining: Scenario = async (size, rows) => {
  await withAlternatives(
    participants(size, [startOurs, startGraphQLWs], [startOursOnRedis, startGraphQLSse, startYogaSse]),
    async (alternatives) => {
      const subscribers = size.joining;
      for (const operations of new Set(size.allAlternatives ? [1, subscribers] : [1])) {
        const at = `${grouped(subscribers)} subscribers, K = ${grouped(operations)}`;
        for (let round = 0; round < warmUpRounds; round++)
          for (const { load } of alternatives) await load.call('open', { subscribers, operations });
        await alternate(size.rounds, alternatives, async (alternative) => {
          const joined = await alternative.load.call('open', { subscribers, operations });
          const { problem } = await measure(alternative, { events: 1, atOnce: 1 });
          const add = (quantity: string, milliseconds: number): void =>
            rows.add(
              { scenario, alternative: alternative.name, at, quantity, unit: '/s' },
              (1_000 * subscribers) / milliseconds,
              problem,
            );
          add('subscriptions', joined.joining);
          add('subscriptions, including connecting', joined.joining + joined.connecting);
        });
      }
    },
  );
};
