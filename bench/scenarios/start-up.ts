import { startGraphQLSse, startGraphQLWs, startYogaSse } from '../alternatives/direct.ts';
import { startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import type { Scenario } from './scenario.ts';

/** Time from the start of the process until it listens. Our gateway runs from its TypeScript source. */
export const startUp: Scenario = async (size, rows) => {
  for (let round = 0; round < size.rounds; round++) {
    for (const start of [startOurs, startOursOnRedis, startGraphQLWs, startGraphQLSse, startYogaSse]) {
      const alternative = await start();
      for (const [server, { startedIn }] of Object.entries(alternative.servers)) {
        const key = { scenario: 'start-up', alternative: alternative.name, at: server, unit: 'ms' };
        rows.add({ ...key, quantity: 'until it listens' }, startedIn);
      }
      await alternative.stop();
    }
  }
};
