import { startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import { alternate, grouped, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'reconnecting';

/** All clients reconnect at once after missing events. The alternatives lose those events, so they are not compared. */
export const reconnecting: Scenario = async (size, rows) => {
  const at = `${grouped(size.joining)} clients, ${grouped(size.missed)} missed each`;
  const crowd = { subscribers: size.joining, operations: 1 };
  await withAlternatives([startOurs, startOursOnRedis], async (alternatives) => {
    await alternate(size.rounds, alternatives, async ({ name, load, publisher }) => {
      await load.call('open', crowd);
      const position = await load.call('position', 0);
      await load.call('close', undefined as never);
      await publisher.call('publish', { events: size.missed, atOnce: 10 });
      const { took, results } = await load.call('rejoin', { position, crowd });
      const expected = size.joining * size.missed;
      const problem = results === expected ? undefined : `${results} of ${expected} results arrived`;
      const add = (quantity: string, unit: string, value: number): void =>
        rows.add({ scenario, alternative: name, at, quantity, unit }, value, problem);
      add('clients back', '/s', (1_000 * size.joining) / took);
      add('results caught up', '/s', (1_000 * results) / took);
    });
  });
};
