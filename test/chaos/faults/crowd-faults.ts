import type { FaultSettings, Faults } from './fault.ts';

/** What clients do by themselves. */
export function createCrowdFaults({ crowd }: FaultSettings): Faults {
  return {
    'guests change': async () => {
      await crowd.changeGuests();
      return true;
    },
    'clients reconnect': async () => {
      crowd.reconnectSome();
      return true;
    },
  };
}
