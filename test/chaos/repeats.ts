import type { FallBack, Publication, SubscriberLog } from './journal.ts';

/**
 * Leaves out results that may come again: the copy that the store fell back to still had the event to send, so the
 * gateways sent it again. It must follow a report, which says that what comes next may not follow what came before.
 */
export function withoutPermittedRepeats(
  log: SubscriberLog,
  published: readonly Publication[],
  fallBacks: readonly FallBack[],
): { readonly log: SubscriberLog; readonly repeats: number } {
  const publications = new Map(published.map((each) => [each.key, each]));

  function mayRepeat(key: string, index: number): boolean {
    const first = log.received.indexOf(key);
    const publication = publications.get(key);
    if (first === index || !publication) return false;
    const { startedAt, endedAt, outcome } = publication;
    return log.gaps.some(
      ({ at, after }) =>
        first < after &&
        after <= index &&
        fallBacks.some(
          ({ savedAt, restoredAt }) =>
            restoredAt <= at && startedAt <= savedAt && (outcome !== 'sent' || endedAt >= savedAt),
        ),
    );
  }

  const kept = log.received.map((key, index) => !mayRepeat(key, index));
  const isKept = (_: unknown, index: number): boolean => kept[index] === true;
  return {
    log: {
      ...log,
      received: log.received.filter(isKept),
      ...(log.receivedAt && { receivedAt: log.receivedAt.filter(isKept) }),
      gaps: log.gaps.map(({ at, after }) => ({ at, after: kept.slice(0, after).filter(Boolean).length })),
    },
    repeats: kept.filter((each) => !each).length,
  };
}
