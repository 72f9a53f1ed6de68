import type { GatewaySettings } from './gateway.ts';
import { createService, type Service } from './service.ts';
import type { Tally } from './tally.ts';

/** A gateway process, which comes back with the settings of that moment. */
export interface GatewayProcess extends Service {
  /** How far its clock is ahead of the clock of the machine after the next start, in ms. */
  clockOffset: number;
  /** A fault is at work on it. */
  readonly isBroken: boolean;
  /** Keeps other faults off the gateway during the step; waits for the end of those that are at work on it. */
  whileBroken(step: () => Promise<void>): Promise<void>;
}

export function createGatewayProcess(
  name: string,
  settings: () => Omit<GatewaySettings, 'clockOffset'>,
  tally: Tally,
): GatewayProcess {
  let faults = 0;
  let lastFault = Promise.resolve();
  let clockOffset = 0;
  const service = createService(
    name,
    'test/chaos/gateway.ts',
    () => ({ CHAOS_GATEWAY: JSON.stringify({ ...settings(), clockOffset } satisfies GatewaySettings) }),
    (line) => {
      const [, counted] = /^counted: (.+)$/.exec(line) ?? [];
      if (counted !== undefined) tally.count(counted);
    },
  );
  return {
    ...service,
    get url() {
      return service.url;
    },
    get isBroken() {
      return faults > 0;
    },
    get clockOffset() {
      return clockOffset;
    },
    set clockOffset(milliseconds) {
      clockOffset = milliseconds;
    },
    async whileBroken(step) {
      faults++;
      lastFault = lastFault.then(step);
      await lastFault;
      faults--;
    },
  };
}
