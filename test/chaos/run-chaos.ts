import { setTimeout as pause } from 'node:timers/promises';
import { audit, type Verdict } from './audit.ts';
import { createCrowd } from './crowd.ts';
import { createChaos } from './faults/index.ts';
import { createHostileViewers } from './hostile.ts';
import type { Publication, SubscriberLog } from './journal.ts';
import { type Latencies, latenciesOf } from './latencies.ts';
import { createPublisher } from './publishers.ts';
import { createRandom } from './random.ts';
import { rooms } from './said.ts';
import type { StoreName } from './stores.ts';
import { createTally, type Tally } from './tally.ts';
import { startWorld, type World } from './world.ts';

export interface ChaosOptions {
  readonly seed: number;
  readonly store: StoreName;
  /** How long things break, in ms. */
  readonly duration: number;
  /** Clients. Default 50. */
  readonly subscribers?: number;
  /** Mean time between two faults, in ms. Default 1,500. */
  readonly faultInterval?: number;
  /** Which faults, by name. Default: see `faults/index.ts`. With names the load is not judged. */
  readonly faults?: readonly string[] | undefined;
  /** Hears what happens when. */
  readonly log?: (what: string) => void;
}

export interface ChaosReport extends Verdict {
  /** One line, with the seed and all counts. */
  readonly summary: string;
  /** What the processes printed, for whoever looks into a failure. */
  readonly output: ReadonlyMap<string, readonly string[]>;
  readonly publications: readonly Publication[];
  readonly logs: readonly SubscriberLog[];
}

const publisherCount = 8;
const hostileCount = 4;

/** From publishing to receiving, in ms, with all outages in between: the longest lasts 6 s, and several may be at once. */
const longestLatency = 45_000;

/** How long all may take to hear of the last event once nothing breaks any more. */
const quiescence = 60_000;

/** Publishes and subscribes while things break, then judges what everybody received. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seed, store, duration, subscribers = 50, faultInterval = 1_500, log = () => undefined } = options;
  const random = createRandom(seed);
  const tally = createTally();
  const publications: Publication[] = [];
  let isCalm = true;
  const hostileChoice = random.fork('gateways of hostile viewers');
  const world = await startWorld(store, random, tally);
  const calm = (): void => {
    isCalm = true;
    world.triggers.isCalm = true;
    world.webhooks.isCalm = true;
  };
  const storm = (): void => {
    isCalm = false;
    world.triggers.isCalm = false;
    world.webhooks.isCalm = false;
  };
  const crowd = createCrowd({
    world,
    rooms,
    size: subscribers,
    random: random.fork('crowd'),
    tally,
    isCalm: () => isCalm,
  });
  const publisherNamed = (name: string) => {
    const gatewayChoice = random.fork(`gateways of ${name}`);
    return createPublisher({
      name,
      rooms,
      gateway: () => world.anyGateway(gatewayChoice),
      interval: 300,
      random: random.fork(name),
      onPublication: (publication) => publications.push(publication),
    });
  };
  try {
    await crowd.ready();
    log('everybody is there');
    storm();
    const stop = AbortSignal.timeout(duration);
    const chaos = createChaos({
      world,
      crowd,
      rooms,
      random: random.fork('faults'),
      log,
      interval: faultInterval,
      only: options.faults,
    });
    const publishers = Array.from({ length: publisherCount }, (_, index) => publisherNamed(`p${index + 1}`));
    const hostile = Array.from({ length: hostileCount }, (_, index) =>
      createHostileViewers({
        rooms,
        gateway: () => world.anyGateway(hostileChoice),
        interval: 250,
        random: random.fork(`hostile viewers ${index}`),
        tally,
      }),
    );
    await Promise.all([
      chaos.run(stop),
      ...hostile.map((viewers) => viewers.run(stop)),
      ...publishers.map((publisher) => publisher.run(stop)),
    ]);
    calm();
    log('calm');
    await untilAllHeard(publisherNamed('last'), crowd.logs, log);
    const verdict = audit(publications, crowd.logs, world.fallBacks);
    const latencies = latenciesOf(publications, crowd.logs);
    const failures = [
      ...verdict.failures,
      ...(latencies.longest > longestLatency
        ? [`an event took ${latencies.longest} ms, more than ${longestLatency}`]
        : []),
      ...crashesOf(world),
      ...neverInjected(chaos.injected, duration / faultInterval),
      ...(options.faults ? [] : workloadFaults(publications, tally, duration)),
    ];
    return {
      ...verdict,
      failures,
      summary: summaryOf(options, publications, crowd.logs, tally, chaos.injected, {
        ...verdict,
        failures,
        latencies,
      }),
      output: new Map([...world.gateways, world.channels].map(({ name, output }) => [name, [...output]])),
      publications,
      logs: crowd.logs,
    };
  } finally {
    crowd.close();
    await world.close();
  }
}

/** Publishes a last event in each room, and waits until all who are there have it, or for as long as that may take. */
async function untilAllHeard(
  publisher: ReturnType<typeof createPublisher>,
  logs: readonly SubscriberLog[],
  log: (what: string) => void,
): Promise<void> {
  const deadline = performance.now() + quiescence;
  // Guests who came while nobody could grant them anything: what is published before they stand is not for them.
  const isComing = ({ hasLeft, readyAt, errors }: SubscriberLog): boolean =>
    !hasLeft && readyAt === undefined && errors.length === 0;
  while (logs.some(isComing) && performance.now() < deadline) await pause(50);
  const last = new Map<string, string>();
  await Promise.all(
    rooms.map(async (room) => {
      for (;;) {
        const { key, outcome } = await publisher.publish(room);
        last.set(room, key);
        if (outcome !== 'unknown' || performance.now() > deadline) return;
        await pause(200);
      }
    }),
  );
  const isWaiting = ({ room, hasLeft, received, errors }: SubscriberLog): boolean =>
    !hasLeft && errors.length === 0 && !received.includes(last.get(room) ?? '');
  while (logs.some(isWaiting)) {
    if (performance.now() > deadline) {
      log(`nobody waits any longer for ${logs.filter(isWaiting).length} subscriptions`);
      return;
    }
    await pause(50);
  }
  // What comes twice comes late.
  await pause(1_000);
}

function crashesOf({ gateways, channels }: World): string[] {
  return [...gateways, channels].flatMap(({ crashes }) => crashes);
}

/** A short run has no time for all of them; its summary shows which. `turns`: how many faults the run has time for. */
function neverInjected(injected: ReadonlyMap<string, number>, turns: number): string[] {
  if (turns < 2 * injected.size) return [];
  const never = [...injected].filter(([, count]) => count === 0);
  return never.map(([what]) => `workload_not_exercised: no fault "${what}"`);
}

/** A run in which too little happened shows nothing. */
function workloadFaults(publications: readonly Publication[], tally: Tally, duration: number): string[] {
  const seconds = duration / 1_000;
  const least: Record<string, number> = {
    reconnects: 20,
    'hostile subscriptions': seconds / 4,
    'hostile recoveries': seconds / 4,
    recoveries: 20,
    results: seconds * 20,
  };
  const disturbed = (beginning: string): number =>
    [...tally.all].reduce(
      (sum, [what, count]) =>
        what.startsWith(beginning) && what !== `${beginning}passed` ? sum + count : sum,
      0,
    );
  const undisturbed = ['webhooks ', 'triggers ', 'posts '].filter((each) => disturbed(each) === 0);
  const accepted = publications.filter(({ outcome }) => outcome === 'sent' || outcome === 'accepted').length;
  return [
    ...(accepted < seconds ? [`workload_not_exercised: only ${accepted} events were accepted`] : []),
    ...undisturbed.map((what) => `workload_not_exercised: all ${what}passed`),
    ...Object.entries(least)
      .filter(([what, count]) => tally.of(what) < Math.floor(count))
      .map(([what, count]) => `workload_not_exercised: ${what}: ${tally.of(what)} of ${Math.floor(count)}`),
  ];
}

function summaryOf(
  { seed, store, duration }: ChaosOptions,
  publications: readonly Publication[],
  logs: readonly SubscriberLog[],
  tally: Tally,
  injected: ReadonlyMap<string, number>,
  {
    failures,
    lost,
    reported,
    repeated,
    doubled,
    reordered,
    gaps,
    latencies,
  }: Verdict & { latencies: Latencies },
): string {
  const outcomes = Map.groupBy(publications, ({ outcome }) => outcome);
  const counts = [
    ...(['sent', 'accepted', 'unknown', 'refused'] as const).map(
      (outcome) => [outcome, outcomes.get(outcome)?.length ?? 0] as const,
    ),
    ['subscriptions', logs.length] as const,
    ...[...tally.all].sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  return [
    `chaos: ${failures.length === 0 ? 'ok' : 'FAILED'}: seed ${seed}, ${store}, ${duration / 1_000} s`,
    `lost ${lost}, reported ${reported}, repeated ${repeated}, doubled ${doubled}, reordered ${reordered}, gaps ${gaps}`,
    `latency: median ${latencies.median} ms, p99 ${latencies.p99} ms, longest ${latencies.longest} ms`,
    `faults: ${[...injected].map(([what, count]) => `${what} ${count}`).join(', ')}`,
    counts.map(([what, count]) => `${what} ${count}`).join(', '),
  ].join(' | ');
}
