import type { OurAlternative } from '../alternatives/over-pusher.ts';
import { startOurs, startOursOnRedis } from '../alternatives/over-pusher.ts';
import type { Rows } from '../harness/row.ts';
import type { Size } from '../harness/size.ts';
import { eventsFor, measure } from './measure.ts';
import { grouped, type Scenario, withAlternatives } from './scenario.ts';

const scenario = 'publishing among other topics';

/** Publishes to one subscriber while an increasing number of operations is registered on other topics. */
export const publishing: Scenario = async (size, rows) => {
  await withAlternatives([startOurs], ([ours]) => fillAndMeasure(ours, size.registrations, size, rows));
  if (size.redisRegistrations.length === 0) return;
  await withAlternatives([startOursOnRedis], ([ours]) =>
    fillAndMeasure(ours, size.redisRegistrations, size, rows),
  );
};

async function fillAndMeasure(
  ours: OurAlternative | undefined,
  steps: readonly number[],
  { rounds, seconds }: Size,
  rows: Rows,
): Promise<void> {
  if (!ours) return;
  await ours.load.call('open', { subscribers: 1, operations: 1 });
  await eventsFor(ours, { seconds, atOnce: 1 });
  let registered = 0;
  for (const step of steps) {
    const before = await memoryOf(ours);
    await ours.publisher.call('fill', { from: registered, to: step });
    const after = await memoryOf(ours);
    const added = step - registered;
    registered = step;
    const at = `${grouped(step)} other registrations`;
    const events = await eventsFor(ours, { seconds, atOnce: 1 });
    for (let round = 0; round < 2 * rounds; round++) {
      const { eventsPerSecond, totalCpuPerEvent, problem } = await measure(ours, { events, atOnce: 1 });
      const add = (quantity: string, value: number): void =>
        rows.add({ scenario, alternative: ours.name, at, quantity, unit: 'ms' }, value, problem);
      add('time per event', 1_000 / eventsPerSecond);
      add('CPU per event', totalCpuPerEvent);
    }
    const key = { scenario, alternative: ours.name, at, unit: 'bytes' };
    rows.add(
      { ...key, quantity: "gateway's memory per registration" },
      (after.gateway - before.gateway) / added,
    );
    if (ours.storedBytes)
      rows.add(
        { ...key, quantity: "Redis's memory per registration" },
        (after.stored - before.stored) / added,
      );
  }
}

async function memoryOf({ publisher, storedBytes }: OurAlternative) {
  const { heap, external } = await publisher.call('usage', { collect: true });
  return { gateway: heap + external, stored: (await storedBytes?.()) ?? 0 };
}
