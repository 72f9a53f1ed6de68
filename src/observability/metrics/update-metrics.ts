import { LRUCache } from 'lru-cache';
import { codeOf, type Observer } from '../../core/index.ts';
import { steadyClock } from '../../protocol/index.ts';
import type { Metrics } from './define-metrics.ts';

/** Maximum number of events in delivery whose time is measured. */
const maxTimedEvents = 10_000;

/** Updates the metrics from the gateway's activity. */
export function updateMetrics(metrics: Metrics, now: () => number): Partial<Observer> {
  const elapsed = steadyClock(now);
  /** When each event was stored, by `elapsed`. The cache evicts events that another process delivers. */
  const accepted = new LRUCache<string, number>({ max: maxTimedEvents });

  return {
    registered: ({ field, dialect }) => metrics.subscribes.inc({ field, dialect }),
    subscriptionRefused: ({ code }) => metrics.refusals.inc({ code }),
    registrationsEnded: ({ cause, count }) => metrics.registrationsEnded.inc({ cause }, count),
    eventAccepted({ field, topic, eventId }) {
      metrics.eventsAccepted.inc({ field });
      accepted.set(`${topic} ${eventId}`, elapsed());
    },
    eventSettled({ field, topic, eventId, status }) {
      metrics.eventsSettled.inc({ field, status });
      const key = `${topic} ${eventId}`;
      const at = accepted.get(key);
      accepted.delete(key);
      if (at !== undefined && status === 'sent')
        metrics.publishSeconds.observe({ field }, (elapsed() - at) / 1_000);
    },
    executed({ field, milliseconds, errors, wanted, timedOut }) {
      const outcome = timedOut ? 'timeout' : errors > 0 ? 'errors' : 'ok';
      metrics.executions.inc({ field, outcome: wanted ? outcome : 'unwanted' });
      metrics.executionSeconds.observe({ field }, milliseconds / 1_000);
    },
    numbered: ({ field, results }) => metrics.results.inc({ field }, results.length),
    requested({ kind, messages, milliseconds, outcome }) {
      metrics.requests.inc({ kind, outcome });
      metrics.requestSeconds.observe({ kind }, milliseconds / 1_000);
      if (messages > 0 && outcome === 'ok') metrics.messages.inc({ kind }, messages);
    },
    retrying: () => metrics.retries.inc(),
    recoveryAsked({ field, recovered, missed }) {
      if (!recovered) return metrics.gaps.inc({ field });
      metrics.recoveries.inc({ field });
      metrics.recoveredResults.inc({ field }, missed);
    },
    leaseLost: () => metrics.leasesLost.inc(),
    swept: () => metrics.lastSweep.set(now() / 1_000),
    reconciled({ vacant }) {
      metrics.lastReconcile.set(now() / 1_000);
      metrics.vacant.set(vacant);
    },
    failed: ({ error }) => metrics.errors.inc({ code: codeOf(error) ?? 'UNEXPECTED' }),
  };
}
