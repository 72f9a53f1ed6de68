import { type Client, createClient, isLostResults } from '../../src/client/index.ts';
import { Pusher } from '../support/pusher-js.ts';
import { app } from './app.ts';
import type { SubscriberLog } from './journal.ts';
import type { Random } from './random.ts';
import { fieldOf, keyOf, type Said, textOf } from './said.ts';
import type { Tally } from './tally.ts';

/** Distinct operations, so that each topic has several channels and logs. */
const selections = ['publisher number text', 'number text publisher', '... { text } publisher number'];

/** An application: one client on one pusher-js, and what it subscribes to. */
export interface Subscriber {
  readonly logs: SubscriberLog[];
  /** Every subscription stands. */
  readonly ready: Promise<void>;
  /** Ends every subscription. */
  leave(): void;
  /** Drops its connection and makes another. */
  reconnect(): void;
}

export interface SubscriberOptions {
  readonly name: string;
  /** A subscription each. */
  readonly rooms: readonly string[];
  readonly isPermanent: boolean;
  readonly socketPort: number;
  readonly fetch: typeof fetch;
  readonly random: Random;
  readonly tally: Tally;
}

export function createSubscriber(options: SubscriberOptions): Subscriber {
  const { name, rooms, isPermanent, socketPort, random, tally } = options;
  const client: Client = createClient({
    url: 'http://any-gateway.test/graphql',
    fetch: options.fetch,
    requestTimeout: 5_000,
    // Outages are short here and many.
    retryAttempts: 1_000,
    retryWait: () => new Promise((resolve) => setTimeout(resolve, random.between(50, 500))),
    pusher: () =>
      new Pusher(app.key, {
        cluster: '',
        wsHost: '127.0.0.1',
        wsPort: socketPort,
        forceTLS: false,
        enabledTransports: ['ws'],
        // A connection that is silent is given up soon.
        activityTimeout: 4_000,
        pongTimeout: 2_000,
        unavailableTimeout: 3_000,
      }),
  });
  client.on('recovered', () => tally.count('recoveries'));
  client.on('connected', (_pusher, _payload, wasRetry) => tally.count(wasRetry ? 'reconnects' : 'connects'));
  const logs: SubscriberLog[] = [];
  const selection = random.pick([selections[0] ?? '', ...selections.slice(1)]);
  const ready = rooms.map((room, index) => {
    const log: SubscriberLog = {
      name: `${name}.${index}`,
      room,
      readyAt: undefined,
      isPermanent,
      hasLeft: false,
      received: [],
      receivedAt: [],
      gaps: [],
      errors: [],
    };
    logs.push(log);
    return subscribe(client, log, selection, tally);
  });

  return {
    logs,
    ready: Promise.all(ready).then(() => undefined),
    leave() {
      for (const log of logs) log.hasLeft = true;
      client.dispose();
    },
    reconnect: client.terminate,
  };
}

/** Resolves when the subscription stands. */
function subscribe(client: Client, log: SubscriberLog, selection: string, tally: Tally): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  client.subscribe<{ said: Said }>(
    {
      query: `subscription ($room: ID!) { said: ${fieldOf(log.room)}(room: $room) { ${selection} } }`,
      variables: { room: log.room },
    },
    {
      next: (result) => {
        if (isLostResults(result)) {
          log.gaps.push({ at: performance.now(), after: log.received.length });
          return;
        }
        tally.count('results');
        const said = result.data?.said;
        log.receivedAt?.push(performance.now());
        log.received.push(said ? nameOf(said) : `no data: ${JSON.stringify(result.errors)}`);
      },
      error: (error) => {
        log.errors.push(error instanceof Error ? String(error) : JSON.stringify(error));
        resolve();
      },
      complete: () => {
        if (!log.hasLeft) log.errors.push('completed by itself');
        resolve();
      },
      ready: () => {
        log.readyAt ??= performance.now();
        resolve();
      },
    },
  );
  return promise;
}

/** The event's key when it is whole. */
function nameOf({ publisher, number, text }: Said): string {
  const key = keyOf({ publisher, number });
  return text === textOf(publisher, number, text.length) ? key : `${key} with another text`;
}
