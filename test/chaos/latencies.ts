import type { Publication, SubscriberLog } from './journal.ts';

/** From publishing to receiving, in ms, as the subscribers saw it. */
export interface Latencies {
  readonly median: number;
  readonly p99: number;
  readonly longest: number;
}

/** Of accepted events that were published when their subscriber stood. */
export function latenciesOf(publications: readonly Publication[], logs: readonly SubscriberLog[]): Latencies {
  const startedAt = new Map(
    publications
      .filter(({ outcome }) => outcome === 'sent' || outcome === 'accepted')
      .map((each) => [each.key, each.startedAt]),
  );
  const all = logs
    .flatMap(({ received, receivedAt = [], readyAt = Number.POSITIVE_INFINITY }) =>
      received.flatMap((key, index) => {
        const started = startedAt.get(key);
        const at = receivedAt[index];
        return started === undefined || at === undefined || started < readyAt ? [] : [at - started];
      }),
    )
    .sort((one, other) => one - other);
  const at = (share: number): number => Math.round(all[Math.floor(share * (all.length - 1))] ?? 0);
  return { median: at(0.5), p99: at(0.99), longest: at(1) };
}
