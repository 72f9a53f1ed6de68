import { setTimeout as pause } from 'node:timers/promises';
import type { Crowd } from './crowd.ts';
import type { Random } from './random.ts';
import type { Tally } from './tally.ts';
import type { World } from './world.ts';

/** Breaks something, and resolves when it is whole again. */
type Fault = () => Promise<void>;

export interface Faults {
  /** Breaks one thing after the other, some at once, until it is stopped and all is whole again. */
  run(signal: AbortSignal): Promise<void>;
}

export interface FaultsOptions {
  readonly world: World;
  readonly crowd: Crowd;
  readonly rooms: readonly [string, ...string[]];
  readonly random: Random;
  readonly tally: Tally;
  readonly log: (what: string) => void;
  /** Between two faults, in ms. */
  readonly interval: number;
}

/** Each kind once, then by these weights. */
export function createFaults({ world, crowd, rooms, random, tally, log, interval }: FaultsOptions): Faults {
  const { gateways, channels, sockets, triggers, store } = world;
  const broken = new Set<string>();

  /** One that is up and nobody is at; one stays out of it, so that there is always somebody to publish to. */
  function anyIntactGateway() {
    const intact = gateways.filter(({ name, url }) => url !== undefined && !broken.has(name));
    const [first, ...others] = intact;
    return first && others.length > 0 ? random.pick([first, ...others]) : undefined;
  }

  async function withGateway(what: string, step: (index: number) => Promise<void>): Promise<void> {
    const gateway = anyIntactGateway();
    if (!gateway) return;
    broken.add(gateway.name);
    tally.count(what);
    log(`${gateway.name}: ${what}`);
    await step(gateways.indexOf(gateway));
    broken.delete(gateway.name);
  }

  const faults: Record<string, Fault> = {
    'gateway killed': () =>
      withGateway('gateways killed', async (index) => {
        await gateways[index]?.stop('SIGKILL');
        await pause(random.between(300, 3_000));
        await gateways[index]?.start();
      }),
    // Longer than its leases: others take over, and then it goes on with what it was doing.
    'gateway frozen': () =>
      withGateway('gateways frozen', async (index) => {
        gateways[index]?.freeze();
        await pause(random.between(1_000, 6_000));
        gateways[index]?.thaw();
      }),
    'channels stopped': async () => {
      tally.count('channels outages');
      await channels.stop(random.chance(0.5) ? 'SIGTERM' : 'SIGKILL');
      await pause(random.between(500, 4_000));
      await channels.start();
    },
    'pusher api down': async () => {
      tally.count('api outages');
      triggers.isDown = true;
      await pause(random.between(1_000, 6_000));
      triggers.isDown = false;
    },
    'sockets cut': async () => {
      tally.count('sockets cut', sockets.cut(random.between(0.1, 1)));
    },
    'sockets stalled': async () => {
      tally.count('sockets stalled');
      const milliseconds = random.between(200, 5_000);
      sockets.stall(random.between(0.1, 0.7), milliseconds);
      await pause(milliseconds);
    },
    'topic revoked': async () => {
      tally.count('revocations');
      const url = world.anyGateway(random);
      if (url) await revoke(url, random.pick(rooms));
    },
    'guests change': async () => {
      await crowd.changeGuests();
    },
    'clients reconnect': async () => {
      crowd.reconnectSome();
    },
    ...Object.fromEntries(
      Object.entries(store.outages).map(([what, outage]): [string, Fault] => [
        what,
        async () => {
          tally.count('store outages');
          await outage(random.between(300, 3_500));
        },
      ]),
    ),
  };
  const weights: Record<string, number> = {
    'gateway killed': 4,
    'gateway frozen': 2,
    'sockets cut': 3,
    'guests change': 4,
    'channels stopped': 1,
    'store killed': 1,
    'store frozen': 1,
    'store locked': 2,
  };

  async function breakOne(what: string, running: Map<string, Promise<void>>): Promise<void> {
    const fault = faults[what];
    // The same thing is not broken twice at once.
    if (!fault || (running.has(what) && !what.startsWith('gateway'))) return;
    if (what.startsWith('store') && [...running.keys()].some((each) => each.startsWith('store'))) return;
    log(what);
    const done = fault().finally(() => running.delete(what));
    running.set(what, done);
  }

  return {
    async run(signal) {
      const running = new Map<string, Promise<void>>();
      const due = shuffled(Object.keys(faults), random);
      const chosen = Object.fromEntries(Object.keys(faults).map((what) => [what, weights[what] ?? 1.5]));
      while (!signal.aborted) {
        await breakOne(due.shift() ?? random.weighted(chosen), running);
        await pause(random.between(0.2, 1.8) * interval);
      }
      await Promise.all(running.values());
    },
  };
}

/** Its gateway may die at any moment of it. */
async function revoke(url: string, room: string): Promise<void> {
  await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `mutation { endGeneration(room: "${room}") }` }),
    signal: AbortSignal.timeout(8_000),
  }).catch(() => undefined);
}

function shuffled(names: readonly string[], random: Random): string[] {
  return names
    .map((name) => ({ name, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ name }) => name);
}
