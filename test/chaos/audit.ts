import type { FallBack, GapReport, Publication, SubscriberLog } from './journal.ts';
import { mergedOrder } from './merged-order.ts';
import { withoutPermittedRepeats } from './repeats.ts';

/** What a run showed. `failures` is empty when every promise held. */
export interface Verdict {
  readonly failures: string[];
  /** Losses without a report, and losses that nothing permitted. */
  readonly lost: number;
  /** Losses after a fall-back of the store, which the client reported. */
  readonly reported: number;
  /** Results that the store still had to send when it fell back, and that came again after a report. */
  readonly repeated: number;
  readonly doubled: number;
  readonly reordered: number;
  readonly gaps: number;
}

/**
 * Judges every subscriber's log against what was published: each accepted event once, in one order that all logs agree
 * on, and that has each publisher's accepted events as they were published. An event of unknown fate may be there or
 * not, but for all alike. Where the store fell back, results may be missing at the place of a reported gap.
 */
export function audit(
  publications: readonly Publication[],
  logs: readonly SubscriberLog[],
  fallBacks: readonly FallBack[] = [],
): Verdict {
  const failures: string[] = [];
  const verdict = { failures, lost: 0, reported: 0, repeated: 0, doubled: 0, reordered: 0, gaps: 0 };
  for (const { key, outcome } of publications) if (outcome === 'refused') failures.push(`${key} was refused`);
  const rooms = new Set(logs.map(({ room }) => room));
  for (const room of rooms) {
    const published = publications.filter((each) => each.room === room);
    const ofRoom = logs
      .filter((each) => each.room === room)
      .map((each) => {
        const { log, repeats } = withoutPermittedRepeats(each, published, fallBacks);
        verdict.repeated += repeats;
        return log;
      });
    for (const log of ofRoom) auditOne(published, log, fallBacks, verdict);
    const permanent = ofRoom.filter(({ isPermanent }) => isPermanent);
    if (permanent.length === 0) continue;
    const { keys, contradictions } = mergedOrder(permanent);
    for (const key of contradictions) {
      verdict.reordered++;
      failures.push(`room ${room}: subscribers disagree on the place of ${key}`);
    }
    auditOrderOfPublishers(published, room, keys, verdict);
    for (const log of ofRoom) auditOrder(published, log, keys, verdict);
  }
  return verdict;
}

type Counting = { -readonly [Name in keyof Verdict]: Verdict[Name] };

/** What can be told of a log alone. */
function auditOne(
  published: readonly Publication[],
  log: SubscriberLog,
  fallBacks: readonly FallBack[],
  verdict: Counting,
): void {
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
  verdict.gaps += log.gaps.length;
  for (const [index, { at, after }] of log.gaps.entries()) {
    // A fall-back permits one report, at any time after it: a client may be away for long.
    if (fallBacks.filter(({ restoredAt }) => restoredAt <= at).length > index) continue;
    failures.push(`${log.name} was told of lost results after ${log.received[after - 1]}, for no reason`);
  }
  for (const error of log.errors) failures.push(`${log.name} ended: ${error}`);
  if (log.hasLeft) return;
  if (log.readyAt === undefined) failures.push(`${log.name} never stood`);
  const readyAt = log.readyAt ?? 0;
  for (const publication of published) {
    const { key, outcome, startedAt } = publication;
    const isDue = (outcome === 'sent' || outcome === 'accepted') && startedAt > readyAt;
    if (!isDue || seen.has(key)) continue;
    if (fallBacks.length > 0 && isReported(publication, published, log)) verdict.reported++;
    else {
      verdict.lost++;
      failures.push(`${log.name} never received ${key} (${outcome})`);
    }
  }
}

/** A report covers what was published before it, and after what the subscription had received by then. */
function isReported(
  { publisher, startedAt }: Publication,
  published: readonly Publication[],
  { received, gaps }: SubscriberLog,
): boolean {
  const ofPublisher = new Map(
    published
      .filter((each) => each.publisher === publisher && each.outcome !== 'unknown')
      .map((each) => [each.key, each.startedAt]),
  );
  const covers = ({ at, after }: GapReport): boolean =>
    startedAt < at &&
    received.slice(0, after).every((key) => (ofPublisher.get(key) ?? Number.NEGATIVE_INFINITY) < startedAt) &&
    received.slice(after).every((key) => (ofPublisher.get(key) ?? Number.POSITIVE_INFINITY) > startedAt);
  return gaps.some(covers);
}

function auditOrderOfPublishers(
  published: readonly Publication[],
  room: string,
  order: readonly string[],
  verdict: Counting,
): void {
  const accepted = new Map(
    published.filter(({ outcome }) => outcome !== 'unknown').map((each) => [each.key, each]),
  );
  const latest = new Map<string, Publication>();
  for (const key of order) {
    const publication = accepted.get(key);
    if (!publication) continue;
    const before = latest.get(publication.publisher);
    if (before && before.startedAt > publication.startedAt) {
      verdict.reordered++;
      verdict.failures.push(`room ${room}: ${key} came after ${before.key}`);
    }
    latest.set(publication.publisher, publication);
  }
}

/**
 * Between two reported gaps a log is a piece of the common order without holes; the first piece begins with the first
 * event that was published after the subscription stood.
 */
function auditOrder(
  published: readonly Publication[],
  log: SubscriberLog,
  order: readonly string[],
  verdict: Counting,
): void {
  const { readyAt } = log;
  const started = new Map(published.map(({ key, startedAt }) => [key, startedAt]));
  const due = readyAt === undefined ? -1 : order.findIndex((key) => (started.get(key) ?? 0) > readyAt);
  const places = new Map(order.map((key, place) => [key, place]));
  let end = 0;
  for (const [index, piece] of piecesOf(log).entries()) {
    const [first] = piece;
    if (first === undefined) continue;
    const start = places.get(first);
    if (start === undefined) {
      verdict.failures.push(`${log.name} received ${first}, and no permanent subscriber did`);
      return;
    }
    if (index === 0 && due !== -1 && due < start) {
      verdict.lost += start - due;
      verdict.failures.push(`${log.name} stood, and began with ${first} in place of ${order[due]}`);
    }
    if (start < end) {
      verdict.reordered++;
      verdict.failures.push(`${log.name} received ${first} again, or too late`);
    }
    end = start + piece.length;
    for (const [offset, key] of piece.entries()) {
      const expected = order[start + offset];
      if (key === expected) continue;
      verdict.reordered++;
      verdict.failures.push(
        `${log.name} received ${key} where others received ${expected ?? 'nothing more'}`,
      );
      return;
    }
  }
}

function piecesOf({ received, gaps }: SubscriberLog): string[][] {
  const ends = [...gaps.map(({ after }) => after), received.length];
  return ends.map((end, index) => received.slice(ends[index - 1] ?? 0, end));
}
