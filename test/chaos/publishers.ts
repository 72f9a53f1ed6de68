import { setTimeout as pause } from 'node:timers/promises';
import type { Publication } from './journal.ts';
import type { Random } from './random.ts';
import { keyOf } from './said.ts';

/** How long an answer may take until nobody waits for it. */
const patience = 8_000;

const mutation = /* GraphQL */ `
  mutation ($room: ID!, $publisher: ID!, $number: Int!, $length: Int!) {
    say(room: $room, publisher: $publisher, number: $number, length: $length)
  }
`;

/** Publishes events one after the other, each when the answer to the one before has come. */
export interface Publisher {
  /** Publishes until it is stopped. */
  run(signal: AbortSignal): Promise<void>;
  publish(room: string): Promise<Publication>;
}

export interface PublisherOptions {
  readonly name: string;
  readonly rooms: readonly [string, ...string[]];
  readonly gateway: () => string | undefined;
  /** Mean pause between two events, in ms. */
  readonly interval: number;
  readonly random: Random;
  readonly onPublication: (publication: Publication) => void;
}

export function createPublisher(options: PublisherOptions): Publisher {
  const { name, rooms, gateway, interval, random, onPublication } = options;
  let number = 0;

  async function ask(base: string, variables: object): Promise<Publication['outcome']> {
    try {
      const response = await fetch(`${base}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query: mutation, variables }),
        signal: AbortSignal.timeout(patience),
      });
      const { data } = (await response.json()) as { data?: { say?: Publication['outcome'] } | null };
      return data?.say ?? 'unknown';
    } catch {
      // It died, or took too long: what became of the event is what the audit has to find out.
      return 'unknown';
    }
  }

  /** Mostly small, some in chunks, a few too large even for these. */
  function lengthOf(): number {
    const kind = random.next();
    if (kind < 0.004) return 270_000;
    return kind < 0.05 ? random.between(12_000, 40_000) : random.between(1, 200);
  }

  async function publish(room: string): Promise<Publication> {
    number++;
    const startedAt = performance.now();
    const base = gateway();
    const variables = { room, publisher: name, number, length: Math.round(lengthOf()) };
    const outcome = base ? await ask(base, variables) : 'unknown';
    const publication = {
      room,
      key: keyOf(variables),
      publisher: name,
      startedAt,
      endedAt: performance.now(),
      outcome,
    };
    onPublication(publication);
    return publication;
  }

  return {
    publish,
    async run(signal) {
      while (!signal.aborted) {
        await publish(random.pick(rooms));
        // Bursts, so that batches form.
        if (random.chance(0.7)) await pause(random.between(0, 2.9 * interval));
      }
    },
  };
}
