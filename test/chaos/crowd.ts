import type { SubscriberLog } from './journal.ts';
import type { Random } from './random.ts';
import { createSubscriber, type Subscriber } from './subscribers.ts';
import type { Tally } from './tally.ts';
import { createUnreliableFetch } from './unreliable-fetch.ts';
import type { World } from './world.ts';

/** All who subscribe: some from beginning to end, some as guests who come and go. */
export interface Crowd {
  /** Of everybody who ever came. */
  readonly logs: readonly SubscriberLog[];
  /** Resolves when all who are there stand. */
  ready(): Promise<void>;
  /** Some guests leave, and as many others come. */
  changeGuests(): Promise<void>;
  reconnectSome(): void;
  close(): void;
}

export interface CrowdOptions {
  readonly world: World;
  readonly rooms: readonly [string, ...string[]];
  /** Of them, a fifth are guests. */
  readonly size: number;
  readonly random: Random;
  readonly tally: Tally;
  readonly isCalm: () => boolean;
}

export function createCrowd({ world, rooms, size, random, tally, isCalm }: CrowdOptions): Crowd {
  const choice = random.fork('gateways of clients');
  const fetchOfAll = createUnreliableFetch(
    () => world.anyGateway(choice),
    isCalm,
    random.fork('posts'),
    tally,
  );
  const logs: SubscriberLog[] = [];
  let guests: Subscriber[] = [];
  let arrivals = 0;

  function admit(isPermanent: boolean): Subscriber {
    const name = `${isPermanent ? 'regular' : 'guest'} ${++arrivals}`;
    // Some have a second subscription: to the same operation, or elsewhere.
    const first = rooms[arrivals % rooms.length] ?? rooms[0];
    const more = random.chance(0.3) ? [random.chance(0.5) ? first : random.pick(rooms)] : [];
    const subscriber = createSubscriber({
      name,
      rooms: [first, ...more],
      isPermanent,
      socketPort: world.sockets.port,
      fetch: fetchOfAll,
      random: random.fork(name),
      tally,
    });
    logs.push(...subscriber.logs);
    return subscriber;
  }

  const regulars = Array.from({ length: Math.ceil(size * 0.8) }, () => admit(true));
  guests = Array.from({ length: size - regulars.length }, () => admit(false));

  return {
    logs,
    async ready() {
      await Promise.all([...regulars, ...guests].map((subscriber) => subscriber.ready));
    },
    async changeGuests() {
      const staying = guests.filter(() => random.chance(0.5));
      const leaving = guests.filter((guest) => !staying.includes(guest));
      for (const guest of leaving) guest.leave();
      tally.count('guests', leaving.length);
      guests = [...staying, ...leaving.map(() => admit(false))];
    },
    reconnectSome() {
      for (const subscriber of [...regulars, ...guests]) if (random.chance(0.3)) subscriber.reconnect();
    },
    close() {
      for (const subscriber of [...regulars, ...guests]) subscriber.leave();
    },
  };
}
