import { setTimeout as pause } from 'node:timers/promises';
import type { Grant } from '../../src/protocol/index.ts';
import type { Random } from './random.ts';
import { fieldOf } from './said.ts';
import type { Tally } from './tally.ts';

/** Selections that must not harm other subscribers of the same topic. */
const selections = [
  Array.from({ length: 28 }, (_, index) => `text${index}: text`).join(' '),
  'hangs',
  'waits',
  'unserializable',
  'circular',
];

/** How many operations one request recovers. */
const batch = 10;

/** Viewers who subscribe to what is expensive or broken, and recover whole logs at once. */
export interface HostileViewers {
  run(signal: AbortSignal): Promise<void>;
}

export interface HostileViewersOptions {
  readonly rooms: readonly [string, ...string[]];
  readonly gateway: () => string | undefined;
  /** Mean pause between two requests, in ms. */
  readonly interval: number;
  readonly random: Random;
  readonly tally: Tally;
}

export function createHostileViewers(options: HostileViewersOptions): HostileViewers {
  const { rooms, gateway, interval, random, tally } = options;
  /** Beginnings of logs, for later recoveries. */
  const begun: { query: string; position: Grant['position'] }[] = [];
  let number = 0;

  /** In outages there is no answer, which is not what is tested here. */
  async function ask(bodies: readonly object[]): Promise<(Grant | undefined)[]> {
    const base = gateway();
    if (base === undefined) return [];
    try {
      const response = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(bodies),
        signal: AbortSignal.timeout(2_000),
      });
      const answers = (await response.json()) as { extensions?: { pusher?: Grant } }[];
      return Array.isArray(answers) ? answers.map(({ extensions }) => extensions?.pusher) : [];
    } catch {
      return [];
    }
  }

  const bodyOf = (query: string, position?: Grant['position']) => ({
    query,
    extensions: { pusher: { socketId: '1.1', position } },
  });

  async function subscribe(): Promise<void> {
    // Another alias each time, so that no two of them share an operation.
    const selection = `${random.pick([selections[0] ?? '', ...selections.slice(1)])} n${number++ % 40}: number`;
    const room = random.pick(rooms);
    const query = `subscription { said: ${fieldOf(room)}(room: "${room}") { ${selection} } }`;
    const [grant] = await ask([bodyOf(query)]);
    if (!grant) return;
    tally.count('hostile subscriptions');
    if (begun.length < 200) begun.push({ query, position: { ...grant.position, offset: 0 } });
  }

  async function recover(): Promise<void> {
    const [first, ...others] = begun;
    if (!first) return;
    const asked = Array.from({ length: batch }, () => random.pick([first, ...others]));
    const grants = await ask(asked.map(({ query, position }) => bodyOf(query, position)));
    tally.count('hostile recoveries', grants.filter((grant) => grant !== undefined).length);
  }

  return {
    async run(signal) {
      while (!signal.aborted) {
        await (random.chance(0.5) ? subscribe() : recover());
        await pause(random.between(0, 2 * interval));
      }
    },
  };
}
