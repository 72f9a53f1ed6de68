import { LRUCache } from 'lru-cache';
import type { Position } from '../../protocol/index.ts';
import type { EngineOptions } from '../engine-options.ts';
import type { OperationRef, Store } from '../ports/index.ts';

/** Maximum number of positions that this process remembers. */
const maxKnown = 10_000;

/**
 * Remembers the furthest position that this process has read from each log. If the store returns an earlier one, the
 * store has fallen back and would reuse numbers that subscribers have received, so the log restarts under a new epoch.
 * Only positions from the store count, so no client can cause a restart.
 */
export function watchForFallback(store: Store, { onError }: Pick<EngineOptions, 'onError'>): Store {
  const { registrations, logs } = store;
  /** By operation and epoch: a store that falls back twice can return to an epoch that it had left. */
  const furthest = new LRUCache<string, number>({ max: maxKnown });
  const latest = new LRUCache<string, Position>({ max: maxKnown });

  function furthestIn(operation: string, epoch: string): Position {
    return { epoch, offset: furthest.get(`${epoch} ${operation}`) ?? 0 };
  }

  function note(operation: string, { epoch, offset }: Position): void {
    const position = { epoch, offset: Math.max(offset, furthestIn(operation, epoch).offset) };
    furthest.set(`${epoch} ${operation}`, position.offset);
    latest.set(operation, position);
  }

  async function restart(operation: OperationRef, known: Position): Promise<Position | undefined> {
    const position = await logs.restart(operation, known);
    if (!position) return undefined;
    note(operation.id, position);
    if (position.epoch !== known.epoch) {
      const message = `The store has lost results of operation ${operation.id}: it had ${known.offset} of them.`;
      const hint =
        'Its log was restarted, and subscribers receive a report of the loss. Was a backup restored, or did a replica take over?';
      onError(new Error(`${message} ${hint}`), `reading the log of ${operation.topic}`);
    }
    return position;
  }

  /** Returns the position where the log ends, after a restart if the store has fallen back. */
  async function checked(operation: OperationRef, end: Position): Promise<Position | undefined> {
    const known = furthestIn(operation.id, end.epoch);
    // The store decides: a concurrent call can read the log later and return earlier.
    if (isBehind(end, known)) return restart(operation, known);
    note(operation.id, end);
    return end;
  }

  function knownOf(entries: readonly { operation: string }[]): Map<string, Position> {
    const known = new Map<string, Position>();
    for (const { operation } of entries) {
      const position = latest.get(operation);
      if (position) known.set(operation, position);
    }
    return known;
  }

  return {
    ...store,
    registrations: {
      ...registrations,
      async add(operation, channel, ttl) {
        const position = await registrations.add(operation, channel, ttl);
        return position && checked(operation, position);
      },
    },
    logs: {
      ...logs,
      async append(lease, entries, retention) {
        const known = knownOf(entries);
        const logged = await logs.append(lease, entries, retention, known);
        for (const { operation: id, position } of logged ?? []) {
          // The step has compared the log with `known`. An epoch that the store returned to is compared here.
          if (known.get(id)?.epoch === position.epoch) note(id, position);
          else await checked({ id, topic: lease.topic }, position);
        }
        return logged;
      },
      async since(operation, position, maxBytes) {
        const since = await logs.since(operation, position, maxBytes);
        const top = since && (await checked(operation, since.top));
        return top && top.epoch !== since.top.epoch ? { top, entries: undefined } : since;
      },
      restart,
    },
  };
}

/** Whether a log that ends at `end` has lost the position `known`. */
export function isBehind(end: Position, known: Position): boolean {
  return end.epoch === known.epoch && end.offset < known.offset;
}
