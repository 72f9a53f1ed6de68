import type { Generations } from '../../core/store.ts';
import type { Followers } from '../followers.ts';
import { momentAfter } from '../limits.ts';
import type { Database } from './database.ts';
import type { SqliteEnvironment } from './environment.ts';

/** What a topic's generation is until its first change. */
const first = '0';

/** Reads a topic's generation; to be called inside a transaction or {@link Database.run}. */
export function generationReader(database: Database): (topic: string) => string {
  const select = database.prepare<{ generation: string }>(
    'SELECT generation FROM generations WHERE topic = ?',
  );
  return (topic) => select.get(topic)?.generation ?? first;
}

export function createGenerations(
  database: Database,
  { now }: SqliteEnvironment,
  followers: Followers,
): Generations {
  const generationOf = generationReader(database);
  const change = database.prepare(`
    INSERT INTO generations (topic, generation) VALUES (?, ?)
    ON CONFLICT (topic) DO UPDATE SET generation = excluded.generation
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
  // The row stays, and with it the numbering and the results that hang on it.
  const goOn = database.prepare('UPDATE operations SET id = ?, definition = ? WHERE key = ?');
  const unregister = database.prepare('DELETE FROM registrations WHERE operation = ?');
  const register = database.prepare(`
    INSERT INTO registrations (operation, channel, dialect, expires_at) VALUES (?, ?, 'native', ?)
  `);

  return {
    current: async (topic) => database.run(() => generationOf(topic)),
    renew: async (topic, { generation, successors, ttl }) => {
      const at = now();
      const successorOf = new Map(successors.map((successor) => [successor.of, successor]));
      const { channels, ended } = database.write(() => {
        change.run(topic, generation);
        const channels = channelsOf.all(topic, at).map(({ channel }) => channel);
        const ended = operationsOf.all(at, topic);
        for (const { key, id, alive } of ended) {
          const successor = alive === 1 ? successorOf.get(id) : undefined;
          if (!successor) {
            end.run(key);
            continue;
          }
          unregister.run(key);
          goOn.run(successor.operation.id, JSON.stringify(successor.operation), key);
          register.run(key, successor.channel, momentAfter(at, ttl));
        }
        return { channels, ended };
      });
      // They find their operation gone.
      for (const { id } of ended) followers.wake(id);
      return channels;
    },
  };
}
