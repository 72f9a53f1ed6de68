import type { Publication, SubscriberLog } from './journal.ts';

/** What a run showed. `failures` is empty when every promise held. */
export interface Verdict {
  readonly failures: string[];
  readonly lost: number;
  readonly doubled: number;
  readonly reordered: number;
  readonly gaps: number;
}

/**
 * Judges every subscriber's log against what was published: each accepted event once, in one order that all agree on,
 * in which each publisher's accepted events stand as they were published. One whose fate nobody knows may be there or
 * not, but for all alike.
 */
export function audit(publications: readonly Publication[], logs: readonly SubscriberLog[]): Verdict {
  const failures: string[] = [];
  const verdict = { failures, lost: 0, doubled: 0, reordered: 0, gaps: 0 };
  for (const { key, outcome } of publications) if (outcome === 'refused') failures.push(`${key} was refused`);
  const rooms = new Set(logs.map(({ room }) => room));
  for (const room of rooms) {
    const published = publications.filter((each) => each.room === room);
    const ofRoom = logs.filter((each) => each.room === room);
    for (const log of ofRoom) auditOne(published, log, verdict);
    const reference = ofRoom.find(({ isPermanent }) => isPermanent);
    if (!reference) continue;
    auditOrderOfPublishers(published, reference, verdict);
    for (const log of ofRoom) if (log !== reference) auditOrder(published, log, reference, verdict);
  }
  return verdict;
}

type Counting = { -readonly [Name in keyof Verdict]: Verdict[Name] };

/** What can be told of a log alone. */
function auditOne(published: readonly Publication[], log: SubscriberLog, verdict: Counting): void {
  const { failures } = verdict;
  const known = new Set(published.map(({ key }) => key));
  const seen = new Set<string>();
  for (const key of log.received) {
    if (seen.has(key)) {
      verdict.doubled++;
      failures.push(`${log.name} received ${key} twice`);
    }
    seen.add(key);
    if (!known.has(key)) failures.push(`${log.name} received ${key}, which nobody published`);
  }
  if (log.gaps.length > 0) {
    verdict.gaps += log.gaps.length;
    failures.push(`${log.name} was told of lost results: ${log.gaps.join('; ')}`);
  }
  for (const error of log.errors) failures.push(`${log.name} ended: ${error}`);
  if (log.hasLeft) return;
  if (log.readyAt === undefined) failures.push(`${log.name} never stood`);
  const readyAt = log.readyAt ?? 0;
  for (const { key, outcome, startedAt } of published) {
    const isDue = (outcome === 'sent' || outcome === 'accepted') && startedAt > readyAt;
    if (!isDue || seen.has(key)) continue;
    verdict.lost++;
    failures.push(`${log.name} never received ${key} (${outcome})`);
  }
}

function auditOrderOfPublishers(
  published: readonly Publication[],
  { name, received }: SubscriberLog,
  verdict: Counting,
): void {
  const accepted = new Map(
    published.filter(({ outcome }) => outcome !== 'unknown').map((each) => [each.key, each]),
  );
  const latest = new Map<string, Publication>();
  for (const key of received) {
    const publication = accepted.get(key);
    if (!publication) continue;
    const before = latest.get(publication.publisher);
    if (before && before.startedAt > publication.startedAt) {
      verdict.reordered++;
      verdict.failures.push(`${name} received ${key} after ${before.key}`);
    }
    latest.set(publication.publisher, publication);
  }
}

/** A log is a piece of the reference without holes; from the first event on that was published after it stood. */
function auditOrder(
  published: readonly Publication[],
  log: SubscriberLog,
  reference: SubscriberLog,
  verdict: Counting,
): void {
  const places = new Map(reference.received.map((key, place) => [key, place]));
  const [first] = log.received;
  if (first === undefined) return;
  const start = places.get(first);
  if (start === undefined) {
    verdict.failures.push(`${log.name} received ${first}, and ${reference.name} did not`);
    return;
  }
  const started = new Map(published.map(({ key, startedAt }) => [key, startedAt]));
  const { readyAt } = log;
  const due =
    readyAt === undefined ? -1 : reference.received.findIndex((key) => (started.get(key) ?? 0) > readyAt);
  if (due !== -1 && due < start) {
    verdict.lost += start - due;
    verdict.failures.push(
      `${log.name} stood, and began with ${first} in place of ${reference.received[due]}`,
    );
  }
  for (const [index, key] of log.received.entries()) {
    const expected = reference.received[start + index];
    if (key === expected) continue;
    verdict.reordered++;
    verdict.failures.push(
      `${log.name} received ${key} as number ${index}, ${reference.name} received ${expected ?? 'nothing more'} there`,
    );
    return;
  }
}
