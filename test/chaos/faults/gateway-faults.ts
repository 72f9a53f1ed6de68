import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayProcess } from '../gateways.ts';
import type { Fault, FaultSettings, Faults } from './fault.ts';

/** Clocks of gateways against the clock of the machine, in ms. Pusher refuses requests past 10 min. */
const clockOffsets = [-180_000, -20_000, 20_000, 300_000, 3_600_000] as const;

/** What happens to one gateway process. */
export function createGatewayFaults({ world, random, log }: FaultSettings): Faults {
  /** At least one gateway stays out of it, so that events can be published. */
  const withGateway =
    (what: string, step: (gateway: GatewayProcess) => Promise<void>): Fault =>
    async () => {
      const [first, ...others] = world.gateways.filter(({ url, isBroken }) => url !== undefined && !isBroken);
      if (!first || others.length === 0) return false;
      const gateway = random.pick([first, ...others]);
      log(`${gateway.name}: ${what}`);
      await gateway.whileBroken(() => step(gateway));
      return true;
    };

  async function restart(gateway: GatewayProcess): Promise<void> {
    await gateway.stop('SIGKILL');
    await pause(random.between(300, 3_000));
    await gateway.start();
  }

  return {
    'gateway killed': withGateway('killed', restart),
    // Longer than its leases: other gateways take over, and then it continues its work.
    'gateway frozen': withGateway('frozen', async (gateway) => {
      gateway.freeze();
      await pause(random.between(1_000, 6_000));
      gateway.thaw();
    }),
    // Until the next time that its clock is set.
    'gateway clock set': withGateway('clock set', async (gateway) => {
      gateway.clockOffset = random.pick(clockOffsets);
      log(`${gateway.name}: its clock is ${gateway.clockOffset} ms ahead`);
      await restart(gateway);
    }),
  };
}
