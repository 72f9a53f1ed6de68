import { setTimeout as pause } from 'node:timers/promises';
import type { FaultSettings, Faults } from './fault.ts';

/** What happens to the store as a whole. */
export function createStoreFaults({ world, random, log }: FaultSettings): Faults {
  const { store, gateways, fallBacks } = world;
  const { backup } = store;

  async function restore(savedAt: number): Promise<void> {
    await backup?.restore(() => fallBacks.push({ savedAt, restoredAt: performance.now() }));
    log('the store has fallen back');
  }

  /** An embedded store has no server that could stop alone. */
  async function restoreWithoutGateways(savedAt: number): Promise<void> {
    const stopped = gateways.map(() => Promise.withResolvers<void>());
    const restored = Promise.all(stopped.map(({ promise }) => promise)).then(() => restore(savedAt));
    await Promise.all(
      gateways.map((gateway, index) =>
        gateway.whileBroken(async () => {
          await gateway.stop('SIGKILL');
          stopped[index]?.resolve();
          await restored;
          await gateway.start();
        }),
      ),
    );
  }

  // What the store acknowledged survives each of these.
  const outages = Object.fromEntries(
    Object.entries(store.outages).map(([what, outage]) => [
      what,
      async () => {
        await outage(random.between(300, 3_500));
        return true;
      },
    ]),
  );
  return {
    ...outages,
    ...(backup && {
      'store fell back': async () => {
        await backup.save();
        const savedAt = performance.now();
        await pause(random.between(500, 4_000));
        await (backup.isEmbedded ? restoreWithoutGateways(savedAt) : restore(savedAt));
        return true;
      },
    }),
  };
}
