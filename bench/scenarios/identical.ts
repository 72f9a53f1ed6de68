import type { Alternative } from '../alternatives/alternative.ts';
import { startBareWs, startGraphQLSse, startGraphQLWs, startYogaSse } from '../alternatives/direct.ts';
import { startBareTrigger, startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import type { Rows } from '../harness/row.ts';
import type { Size } from '../harness/size.ts';
import { eventsFor, measure } from './measure.ts';
import { alternate, grouped, participants, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'identical subscriptions';

/** One publisher, which publishes the next event when the previous one was accepted. */
export const oneByOne = 1;
/** The number of concurrent publishers that fill a batch of the gateway. */
export const manyAtOnce = 10;

/** N subscribers with the same operation. */
export const identical: Scenario = async (size, rows) => {
  await withAlternatives(
    participants(
      size,
      [startOurs, startGraphQLWs, startGraphQLSse, startBareTrigger, startBareWs],
      [startOursOnRedis, startYogaSse],
    ),
    async (alternatives) => {
      for (const subscribers of size.identical) {
        await compare(alternatives, subscribers, oneByOne, size, rows);
        if (subscribers === size.crowd) await compare(alternatives, subscribers, manyAtOnce, size, rows);
      }
    },
  );
};

/** The Channels server against a loop that only writes. */
export const sockets: Scenario = async (size, rows) => {
  await withAlternatives([startBareTrigger, startBareWs], (alternatives) =>
    // Enough concurrent publishers that the Channels server never waits for events.
    compare(alternatives, size.sockets, manyAtOnce, size, rows),
  );
};

/** Returns the parameters of a row. */
export function identicalAt(subscribers: number, atOnce: number): string {
  return `N = ${grouped(subscribers)}, ${atOnce === 1 ? 'one event at a time' : `${atOnce} events at once`}`;
}

async function compare(
  alternatives: readonly Alternative[],
  subscribers: number,
  atOnce: number,
  size: Size,
  rows: Rows,
): Promise<void> {
  const at = identicalAt(subscribers, atOnce);
  const turns: { alternative: Alternative; events: number }[] = [];
  for (const alternative of alternatives) {
    await alternative.load.call('open', { subscribers, operations: 1 });
    turns.push({ alternative, events: await eventsFor(alternative, { seconds: size.seconds, atOnce }) });
  }
  await alternate(size.rounds, turns, async ({ alternative, events }) => {
    const measured = await measure(alternative, { events, atOnce });
    const add = (quantity: string, unit: string, value: number): void =>
      rows.add({ scenario, alternative: alternative.name, at, quantity, unit }, value, measured.problem);
    add('deliveries', '/s', measured.deliveriesPerSecond);
    add('events', '/s', measured.eventsPerSecond);
    add('CPU per delivery', 'µs', (1_000 * measured.totalCpuPerEvent) / subscribers);
    add('CPU per event', 'ms', measured.totalCpuPerEvent);
    for (const [server, cpu] of Object.entries(measured.cpuPerEvent))
      add(`CPU per event, ${server}`, 'ms', cpu);
    add('executions per event', '', measured.executionsPerEvent);
    add('requests to Pusher per event', '', measured.requestsPerEvent);
  });
}
