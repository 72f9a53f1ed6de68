import type { Generations } from '../../core/index.ts';
import type { Followers } from '../followers.ts';
import { momentAfter } from '../limits.ts';
import type { Database } from './database.ts';
import type { SqliteEnvironment } from './environment.ts';

/** Reads a topic's generation. Call the returned function inside a transaction or {@link Database.run}. */
export function generationReader(database: Database): (topic: string) => string | undefined {
  const select = database.prepare<{ generation: string }>(
    'SELECT generation FROM generations WHERE topic = ?',
  );
  return (topic) => select.get(topic)?.generation;
}

/** How long a topic without operations keeps its generation, in ms. Longer than any call of `authorize` takes. */
const idleLifetime = 10 * 60_000;

/** Number of generations that one sweep checks. SQLite blocks the process while it runs. */
const sweepSize = 2_000;

/**
 * Deletes the generations of topics without operations. Each call checks the next {@link sweepSize} topics: the table
 * stays bounded, and no call takes long.
 */
export function createGenerationSweep(database: Database): (at: number) => void {
  const after = database.prepare<{ topic: string; idle: number }>(`
    SELECT topic, began_at <= ? AND NOT EXISTS (SELECT 1 FROM operations WHERE operations.topic = generations.topic) AS idle
    FROM generations WHERE topic > ? ORDER BY topic LIMIT ?
  `);
  const forget = database.prepare('DELETE FROM generations WHERE topic = ?');
  let cursor = '';

  return (at) =>
    database.write(() => {
      const rows = after.all(at - idleLifetime, cursor, sweepSize);
      for (const { topic, idle } of rows) if (idle === 1) forget.run(topic);
      cursor = (rows.length === sweepSize && rows.at(-1)?.topic) || '';
    });
}

export function createGenerations(
  database: Database,
  { now, newId }: SqliteEnvironment,
  followers: Followers,
): Generations {
  const generationOf = generationReader(database);
  const select = database.prepare<{ id: string; began: number }>(
    'SELECT generation AS id, began_at AS began FROM generations WHERE topic = ?',
  );
  const begin = database.prepare(`
    INSERT INTO generations (topic, generation, began_at) VALUES (?, ?, ?)
    ON CONFLICT (topic) DO UPDATE SET generation = excluded.generation, began_at = excluded.began_at
  `);
  const channelsOf = database.prepare<{ channel: string }>(`
    SELECT DISTINCT channel FROM operations JOIN registrations ON operation = key
    WHERE topic = ? AND expires_at > ?
  `);
  const operationsOf = database.prepare<{ key: number; id: string; alive: number }>(`
    SELECT key, id, EXISTS (SELECT 1 FROM registrations WHERE operation = key AND expires_at > ?) AS alive
    FROM operations WHERE topic = ?
  `);
  const end = database.prepare('DELETE FROM operations WHERE key = ?');
  // Keeps the row, and with it the numbering and the results that reference it.
  const moveToSuccessor = database.prepare('UPDATE operations SET id = ?, definition = ? WHERE key = ?');
  const unregister = database.prepare('DELETE FROM registrations WHERE operation = ?');
  const register = database.prepare(`
    INSERT INTO registrations (operation, channel, dialect, expires_at) VALUES (?, ?, 'native', ?)
  `);

  return {
    current: async (topic) => {
      const at = now();
      const known = database.run(() => select.get(topic));
      const { id, began } =
        known ??
        database.write(() => {
          const others = select.get(topic);
          if (others) return others;
          const created = { id: newId(), began: at };
          begin.run(topic, created.id, Math.trunc(at));
          return created;
        });
      return { id, age: at - began };
    },
    renew: async (topic, { from, generation, known, successors, ttl }) => {
      const at = now();
      const knownIds = known && new Set(known);
      const successorOf = new Map(successors.map((successor) => [successor.of, successor]));
      const renewed = database.write(() => {
        if (generationOf(topic) !== from) return undefined;
        const ended = operationsOf.all(at, topic);
        if (knownIds && ended.some(({ id, alive }) => alive === 1 && !knownIds.has(id))) return undefined;
        begin.run(topic, generation, Math.trunc(at));
        const channels = channelsOf.all(topic, at).map(({ channel }) => channel);
        for (const { key, id, alive } of ended) {
          const successor = alive === 1 ? successorOf.get(id) : undefined;
          if (!successor) {
            end.run(key);
            continue;
          }
          unregister.run(key);
          moveToSuccessor.run(successor.operation.id, JSON.stringify(successor.operation), key);
          register.run(key, successor.channel, momentAfter(at, ttl));
        }
        return { channels, ended };
      });
      // These followers find that their operation has ended or moved.
      for (const { id } of renewed?.ended ?? []) followers.wake(id);
      return renewed?.channels;
    },
  };
}
