import type { Alternative } from '../alternatives/alternative.ts';
import { startBareWs, startGraphQLSse, startGraphQLWs, startYogaSse } from '../alternatives/direct.ts';
import { startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import { grouped, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'memory';

/** Memory of each server per idle subscriber: resident memory, and the heap after a garbage collection. */
export const memory: Scenario = async (size, rows) => {
  const subscribers = Math.max(...size.identical);
  const at = `${grouped(subscribers)} subscribers`;
  await withAlternatives<Alternative>(
    [startOurs, startOursOnRedis, startGraphQLWs, startGraphQLSse, startYogaSse, startBareWs],
    async (alternatives) => {
      for (const alternative of alternatives) {
        // The first subscribers load and compile code. Leave that out of the measurement.
        await alternative.load.call('open', { subscribers: Math.min(100, subscribers), operations: 1 });
        const before = await usageOf(alternative);
        await alternative.load.call('open', { subscribers, operations: 1 });
        const after = await usageOf(alternative);
        for (const [server, { heap, resident }] of Object.entries(after)) {
          const key = { scenario, alternative: alternative.name, at, unit: 'bytes' };
          const add = (quantity: string, bytes: number): void =>
            rows.add({ ...key, quantity: `${quantity} per subscriber, ${server}` }, bytes / subscribers);
          add('heap', heap - (before[server]?.heap ?? 0));
          add('resident', resident - (before[server]?.resident ?? 0));
        }
      }
    },
  );
};

async function usageOf({ servers }: Alternative) {
  const entries = Object.entries(servers).map(
    async ([name, child]) => [name, await child.call('usage', { collect: true })] as const,
  );
  return Object.fromEntries(await Promise.all(entries));
}
