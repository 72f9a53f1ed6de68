import type { Census } from '../../core/index.ts';
import type { Metrics } from './define-metrics.ts';

/** Sets the gauges from a census of the store. `undefined`: the store did not respond. */
export function setGauges(metrics: Metrics, census: Census | undefined, now: number): void {
  metrics.storeUp.set(census ? 1 : 0);
  metrics.registrations.reset();
  // An absent gauge means "unknown". 0 would be wrong.
  for (const gauge of [
    metrics.operations,
    metrics.topics,
    metrics.subscribers,
    metrics.sharedRatio,
    metrics.mailboxEvents,
    metrics.mailboxTopics,
    metrics.mailboxAge,
  ])
    gauge.remove();
  if (!census) return;

  const { registrations, waiting } = census;
  for (const { dialect } of registrations) metrics.registrations.inc({ dialect });
  const operations = new Set(registrations.map(({ operation }) => operation)).size;
  metrics.operations.set(operations);
  metrics.topics.set(new Set(registrations.map(({ topic }) => topic)).size);
  const isCounted = registrations.every(({ subscribers }) => subscribers !== undefined);
  if (isCounted) {
    // A topic channel of several fields has one registration per field, all with the same connections.
    const subscribers = registrations.reduce((sum, each) => sum + (each.subscribers ?? 0), 0);
    metrics.subscribers.set(subscribers);
    if (operations > 0) metrics.sharedRatio.set(subscribers / operations);
  }
  metrics.mailboxEvents.set(waiting.reduce((sum, { depth }) => sum + depth, 0));
  metrics.mailboxTopics.set(waiting.length);
  metrics.mailboxAge.set(waiting[0] ? Math.max(0, now - waiting[0].since) / 1_000 : 0);
}
