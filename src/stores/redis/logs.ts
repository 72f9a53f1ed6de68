import type { LoggedEntry, Logs } from '../../core/index.ts';
import { wholeDuration } from '../limits.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { isNothing, listOf, pairsOf } from './reply.ts';
import type { Subscriber } from './subscriber.ts';

export function createLogs(
  connection: Connection,
  keys: Keys,
  newId: () => string,
  subscriber: Subscriber,
): Logs {
  return {
    append: async ({ topic, token }, entries, retention, known) => {
      const reply = await connection.run('appendResults', keys.topic(topic), [
        token,
        keys.appended(topic),
        Math.min(retention.results, Number.MAX_SAFE_INTEGER),
        wholeDuration(retention.milliseconds),
        newId(),
        JSON.stringify(Object.fromEntries(known ?? [])),
        ...entries.flatMap(({ operation, eventId, body }) => [operation, eventId, body]),
      ]);
      if (isNothing(reply)) return undefined;
      const [numbers, epochs] = listOf(reply);
      const epochOf = new Map(pairsOf(epochs));
      return listOf(numbers).flatMap((numbered, index): LoggedEntry[] => {
        const entry = entries[index];
        if (isNothing(numbered) || !entry) return [];
        const [number, ...before] = String(numbered).split(/:(.*)/s);
        const position = { epoch: epochOf.get(entry.operation) ?? '', offset: Number(number) };
        return [{ ...entry, body: before[0] ?? entry.body, position }];
      });
    },

    restart: async ({ id, topic }, { epoch, offset }) => {
      const values = [id, epoch, offset, newId(), keys.appended(topic)];
      const reply = await connection.run('restartLog', keys.topic(topic), values);
      if (isNothing(reply)) return undefined;
      const [topEpoch, topOffset] = listOf(reply);
      return { epoch: String(topEpoch), offset: Number(topOffset) };
    },

    since: async ({ id, topic }, { epoch, offset }, maxBytes = Number.MAX_SAFE_INTEGER) => {
      const values = [id, epoch, offset, maxBytes];
      const reply = await connection.run('resultsSince', keys.topic(topic), values);
      if (isNothing(reply)) return undefined;
      const [topEpoch, topOffset, results] = listOf(reply);
      const top = { epoch: String(topEpoch), offset: Number(topOffset) };
      if (isNothing(results)) return { top, entries: undefined };
      const entries = pairsOf(results).map(([eventId, body], index) => ({
        operation: id,
        eventId,
        body,
        position: { epoch: top.epoch, offset: offset + index + 1 },
      }));
      return { top, entries };
    },

    follow: ({ id, topic }, listener) => subscriber.follow(keys.appended(topic), id, listener),
  };
}
