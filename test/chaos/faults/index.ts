/** Faults that a run injects, one kind a file. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Random } from '../random.ts';
import { createCrowdFaults } from './crowd-faults.ts';
import type { FaultSettings, Faults } from './fault.ts';
import { createGatewayFaults } from './gateway-faults.ts';
import { createLinkFaults } from './link-faults.ts';
import { createPusherFaults } from './pusher-faults.ts';
import { createRevocationFaults } from './revocation-faults.ts';
import { createRotationFaults } from './rotation-faults.ts';
import { createStoreFaults } from './store-faults.ts';

export interface Chaos {
  /** How often each fault was injected, by name. A fault of this run that never was is here with 0. */
  readonly injected: ReadonlyMap<string, number>;
  /** Breaks one thing after the other, some at once, until it is stopped and all is whole again. */
  run(signal: AbortSignal): Promise<void>;
}

export interface ChaosSettings extends FaultSettings {
  /** Between two faults, in ms. */
  readonly interval: number;
  /** Which faults, by name. Default: all that the store has, but for {@link notByDefault}. */
  readonly only?: readonly string[] | undefined;
}

const weights: Readonly<Record<string, number>> = {
  'gateway killed': 4,
  'gateway frozen': 2,
  'sockets cut': 3,
  'guests change': 4,
  'channels stopped': 1,
  'store killed': 1,
  'store frozen': 1,
  'store locked': 2,
};
const usualWeight = 1.5;

/** Faults that a run injects only when its options name them: the gateway does not keep its promise under these yet. */
const notByDefault: readonly string[] = [
  'maxSubscriptionAge changed',
  'gateway clock set',
  'topic revoked concurrently',
  'store fell back',
];

/** Each kind once, then by the weights. */
export function createChaos(settings: ChaosSettings): Chaos {
  const { random, log, interval } = settings;
  const faults = chosenFaults(settings);
  const names = Object.keys(faults);
  const injected = new Map(names.map((what) => [what, 0]));
  const running = new Map<string, Promise<void>>();

  function mayStart(what: string): boolean {
    // Two outages of the store at once would be one.
    if (isOfStore(what)) return ![...running.keys()].some(isOfStore);
    // The same thing is not broken twice at once.
    return what.startsWith('gateway') || !running.has(what);
  }

  function start(what: string): void {
    log(what);
    const done = (async () => {
      if (await faults[what]?.()) injected.set(what, (injected.get(what) ?? 0) + 1);
    })().finally(() => running.delete(what));
    running.set(what, done);
  }

  return {
    injected,
    async run(signal) {
      const order = shuffled(names, random);
      const chosen = Object.fromEntries(names.map((what) => [what, weights[what] ?? usualWeight]));
      while (!signal.aborted) {
        const due = order.find((what) => injected.get(what) === 0 && !running.has(what) && mayStart(what));
        const what = due ?? random.weighted(chosen);
        if (mayStart(what)) start(what);
        await pause(random.between(0.2, 1.8) * interval);
      }
      await Promise.all(running.values());
    },
  };
}

function chosenFaults(settings: ChaosSettings): Faults {
  const all: Faults = {
    ...createGatewayFaults(settings),
    ...createLinkFaults(settings),
    ...createPusherFaults(settings),
    ...createRevocationFaults(settings),
    ...createRotationFaults(settings),
    ...createCrowdFaults(settings),
    ...createStoreFaults(settings),
  };
  const { only = Object.keys(all).filter((what) => !notByDefault.includes(what)) } = settings;
  const unknown = only.filter((what) => !(what in all));
  if (unknown.length > 0)
    throw new RangeError(
      `Unknown faults: ${unknown.join(', ')}. This run knows: ${Object.keys(all).join(', ')}.`,
    );
  return Object.fromEntries(Object.entries(all).filter(([what]) => only.includes(what)));
}

function isOfStore(what: string): boolean {
  return what.startsWith('store');
}

function shuffled(names: readonly string[], random: Random): string[] {
  return names
    .map((name) => ({ name, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}
