import type { Row, RowKey } from '../harness/row.ts';
import type { Size } from '../harness/size.ts';
import { median } from '../harness/statistics.ts';
import { identicalAt, manyAtOnce } from '../scenarios/identical.ts';
import { grouped } from '../scenarios/scenario.ts';

/** One of the goals of the project, as a ratio of two rows. */
export interface Ratio {
  readonly name: string;
  readonly meaning: string;
  readonly goal: string;
  /** `undefined` if a row is missing or void. */
  readonly value: number | undefined;
  readonly isReached: boolean;
}

const ours = 'graphql-pusher';

export function ratiosOf(rows: readonly Row[], size: Size): Ratio[] {
  // Several concurrent publishers reach the highest rate. The rows also contain the rate of one publisher.
  const crowd = identicalAt(size.crowd, manyAtOnce);
  const identical = (alternative: string, quantity: string, at = crowd): RowKey => ({
    scenario: 'identical subscriptions',
    alternative,
    at,
    quantity,
  });
  const growth = (subscribers: number): RowKey => ({
    scenario: 'growth with the subscribers',
    alternative: ours,
    at: `N = ${grouped(subscribers)}, 10 events/s`,
    quantity: 'CPU per event, gateway',
  });
  const distinct = (alternative: string): RowKey => ({
    scenario: 'distinct operations',
    alternative,
    at: `K = ${grouped(size.crowd)} among ${grouped(size.crowd)}`,
    quantity: 'time per event',
  });
  const pace = size.paces[0];
  const paced = (alternative: string): RowKey => ({
    scenario: 'latency at a fixed rate',
    alternative,
    at: pace ? `${pace.perSecond} events/s, N = ${grouped(pace.subscribers)}` : '',
    quantity: 'p50',
  });
  const joining = (alternative: string): RowKey => ({
    scenario: 'joining',
    alternative,
    at: `${grouped(size.joining)} subscribers, K = 1`,
    quantity: 'subscriptions',
  });
  const publishing = (alternative: string, registrations: readonly number[], index: number): RowKey => ({
    scenario: 'publishing among other topics',
    alternative,
    at: `${grouped(registrations.at(index) ?? 0)} other registrations`,
    quantity: 'time per event',
  });

  const find = (key: RowKey): Row | undefined =>
    rows.find(
      (row) =>
        !row.void &&
        row.scenario === key.scenario &&
        row.alternative === key.alternative &&
        row.at === key.at &&
        row.quantity === key.quantity,
    );
  /** Divides round by round, because a disturbance affects all alternatives of the same round. */
  const over = (above: RowKey, below: RowKey): number | undefined => {
    const [a, b] = [find(above), find(below)];
    return a && b
      ? median(a.values.map((value, round) => value / (b.values[round] ?? Number.NaN)))
      : undefined;
  };
  const worst = (pick: (...values: number[]) => number, ...values: (number | undefined)[]) => {
    const known = values.filter((value) => value !== undefined);
    return known.length > 0 ? pick(...known) : undefined;
  };

  const atLeast = (name: string, meaning: string, goal: number, value: number | undefined): Ratio => ({
    name,
    meaning,
    goal: `≥ ${goal}`,
    value,
    isReached: value !== undefined && value >= goal,
  });
  const atMost = (name: string, meaning: string, goal: number, value: number | undefined): Ratio => ({
    name,
    meaning,
    goal: `≤ ${goal}`,
    value,
    isReached: value !== undefined && value <= goal,
  });

  const [fewest, most] = size.audiences;
  return [
    atLeast(
      '1.graphql-ws',
      `deliveries per second, ${crowd}, against graphql-ws`,
      5,
      over(identical(ours, 'deliveries'), identical('graphql-ws', 'deliveries')),
    ),
    atLeast(
      '1.graphql-sse',
      `deliveries per second, ${crowd}, against graphql-sse`,
      5,
      over(identical(ours, 'deliveries'), identical('graphql-sse', 'deliveries')),
    ),
    atMost(
      '1.cpu',
      `CPU of all servers per delivery, ${crowd}, against the better of the two`,
      0.167,
      worst(
        Math.max,
        over(identical(ours, 'CPU per delivery'), identical('graphql-ws', 'CPU per delivery')),
        over(identical(ours, 'CPU per delivery'), identical('graphql-sse', 'CPU per delivery')),
      ),
    ),
    atMost(
      '2.growth',
      `CPU per event of gateway and store, N = ${grouped(most)} against N = ${grouped(fewest)}`,
      1.1,
      over(growth(most), growth(fewest)),
    ),
    atLeast(
      '3.rate',
      `events per second, ${crowd}, against a bare trigger`,
      0.8,
      over(identical(ours, 'events'), identical('bare trigger', 'events')),
    ),
    atMost(
      '3.p50',
      `p50 latency at ${paced(ours).at}, against a bare trigger`,
      1.5,
      over(paced(ours), paced('bare trigger')),
    ),
    atLeast(
      '4.ws',
      `deliveries per second of the Channels server, N = ${grouped(size.sockets)}, against a bare ws loop`,
      0.8,
      over(
        identical('bare trigger', 'deliveries', identicalAt(size.sockets, manyAtOnce)),
        identical('bare ws loop', 'deliveries', identicalAt(size.sockets, manyAtOnce)),
      ),
    ),
    atLeast(
      '5.peers',
      `rate of events on ${grouped(size.crowd)} distinct operations, against the peers' algorithm`,
      3,
      over(distinct("peers' algorithm"), distinct(ours)),
    ),
    atMost(
      '6.publish',
      `time per event with ${grouped(size.registrations.at(-1) ?? 0)} other registrations against ${grouped(size.registrations[0] ?? 0)}`,
      1.2,
      worst(
        Math.max,
        over(publishing(ours, size.registrations, -1), publishing(ours, size.registrations, 0)),
        over(
          publishing(`${ours}, Redis`, size.redisRegistrations, -1),
          publishing(`${ours}, Redis`, size.redisRegistrations, 0),
        ),
      ),
    ),
    atLeast(
      '7.join',
      'subscriptions per second, against graphql-ws',
      0.5,
      over(joining(ours), joining('graphql-ws')),
    ),
  ];
}
