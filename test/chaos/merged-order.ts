import type { SubscriberLog } from './journal.ts';

/** What all logs together say of the order. */
export interface MergedOrder {
  /** Every key that is in one of the logs, once. */
  readonly keys: readonly string[];
  /** Keys that two logs have in different orders. */
  readonly contradictions: readonly string[];
}

/**
 * Merges logs of one room into one order, in which every log's order holds. Where the logs leave it open, what was
 * received earlier comes first: that is so around a gap, where each of them may lack other results.
 */
export function mergedOrder(logs: readonly SubscriberLog[]): MergedOrder {
  const receivedAt = new Map<string, number>();
  const following = new Map<string, Set<string>>();
  /** How many keys come directly before each one and are not in the order yet. */
  const waitingFor = new Map<string, number>();
  for (const log of logs) {
    const unique = [...new Set(log.received)];
    for (const [index, key] of unique.entries()) {
      const at = log.receivedAt?.[index] ?? index;
      receivedAt.set(key, Math.min(at, receivedAt.get(key) ?? Number.POSITIVE_INFINITY));
      const before = unique[index - 1];
      if (before === undefined) continue;
      const after = following.get(before) ?? new Set();
      if (!after.has(key)) waitingFor.set(key, (waitingFor.get(key) ?? 0) + 1);
      following.set(before, after.add(key));
    }
  }
  const byTime = (one: string, other: string): number =>
    (receivedAt.get(one) ?? 0) - (receivedAt.get(other) ?? 0);
  const left = new Set([...receivedAt.keys()].sort(byTime));
  const free = new Set([...left].filter((key) => !waitingFor.get(key)));
  const keys: string[] = [];
  const contradictions: string[] = [];
  while (left.size > 0) {
    let [next] = [...free].sort(byTime);
    if (next === undefined) {
      // Each of those that are left comes after another one of them.
      [next] = left;
      if (next === undefined) break;
      contradictions.push(next);
    }
    left.delete(next);
    free.delete(next);
    keys.push(next);
    for (const key of following.get(next) ?? []) {
      const count = (waitingFor.get(key) ?? 0) - 1;
      waitingFor.set(key, count);
      if (count === 0 && left.has(key)) free.add(key);
    }
  }
  return { keys, contradictions };
}
