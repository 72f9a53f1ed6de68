import { setTimeout as pause } from 'node:timers/promises';
import type { FaultSettings, Faults } from './fault.ts';

/** What happens to Pusher, beyond what the trigger proxy does to single requests. */
export function createPusherFaults({ world: { channels, triggers }, random }: FaultSettings): Faults {
  return {
    'channels stopped': async () => {
      await channels.stop(random.chance(0.5) ? 'SIGTERM' : 'SIGKILL');
      await pause(random.between(500, 4_000));
      await channels.start();
      return true;
    },
    'pusher api down': async () => {
      triggers.isDown = true;
      await pause(random.between(1_000, 6_000));
      triggers.isDown = false;
      return true;
    },
    // Each takes the place of a newer message in the cache of its channel.
    'old triggers repeated': async () => (await triggers.repeatOld(0.3)) > 0,
  };
}
