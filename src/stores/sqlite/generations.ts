import type { Generations } from '../../core/store.ts';
import type { Followers } from '../followers.ts';
import type { StoreEnvironment } from '../store-options.ts';
import type { Database } from './database.ts';

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
  { now, newId }: StoreEnvironment,
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
  const endAll = database.prepare<{ id: string }>('DELETE FROM operations WHERE topic = ? RETURNING id');

  return {
    current: async (topic) => database.run(() => generationOf(topic)),
    renew: async (topic) => {
      const { channels, ended } = database.write(() => {
        change.run(topic, newId());
        const channels = channelsOf.all(topic, now()).map(({ channel }) => channel);
        return { channels, ended: endAll.all(topic) };
      });
      // They find their operation gone.
      for (const { id } of ended) followers.wake(id);
      return channels;
    },
  };
}
