import { setTimeout as pause } from 'node:timers/promises';
import type { FaultSettings, Faults } from './fault.ts';

/** What happens to TCP connections, between clients and the Channels server and between gateways and the store. */
export function createLinkFaults({ world, random }: FaultSettings): Faults {
  const { sockets, store } = world;
  const { links } = store;
  return {
    'sockets cut': async () => sockets.cut(random.between(0.1, 1)) > 0,
    'sockets stalled': async () => {
      const milliseconds = random.between(200, 5_000);
      const stalled = sockets.stall(random.between(0.1, 0.7), milliseconds);
      await pause(milliseconds);
      return stalled > 0;
    },
    'sockets half-open': async () => sockets.halfOpen(random.between(0.1, 0.7)) > 0,
    ...(links && {
      'store links cut': async () => links.cut(random.between(0.2, 1)) > 0,
      'store links half-open': async () => links.halfOpen(random.between(0.2, 0.8)) > 0,
    }),
  };
}
