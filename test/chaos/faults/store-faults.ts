import type { FaultSettings, Faults } from './fault.ts';

/** Outages of the store. What it acknowledged survives them. */
export function createStoreFaults({ world, random }: FaultSettings): Faults {
  return Object.fromEntries(
    Object.entries(world.store.outages).map(([what, outage]) => [
      what,
      async () => {
        await outage(random.between(300, 3_500));
        return true;
      },
    ]),
  );
}
