import type { Generations } from '../../core/index.ts';
import { wholeDuration } from '../limits.ts';
import { createChannelIndex } from './channel-index.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { isNothing, listOf, textsOf } from './reply.ts';
import { createTopicIndex } from './topic-index.ts';

export function createGenerations(connection: Connection, keys: Keys, newId: () => string): Generations {
  const channels = createChannelIndex(connection, keys);
  const topics = createTopicIndex(connection, keys);

  return {
    current: async (topic) => {
      const [id, age] = listOf(await connection.run('currentGeneration', keys.topic(topic), [newId()]));
      return { id: String(id), age: Number(age) };
    },
    renew: async (topic, { from, generation, known, successors, ttl }) => {
      // Write the indexes first, as `Registrations.add` does.
      await Promise.all([
        ...(successors.length > 0 ? [topics.note(topic, ttl)] : []),
        ...successors.map(({ channel, operation }) =>
          channels.note(channel, ttl, [{ topic, operation: operation.id }]),
        ),
      ]);
      const values = successors.flatMap(({ of, operation, channel }) => [
        of,
        operation.id,
        JSON.stringify(operation),
        channel,
      ]);
      const reply = await connection.run('renewGeneration', keys.topic(topic), [
        from,
        generation,
        keys.appended(topic),
        wholeDuration(ttl),
        known?.length ?? -1,
        ...(known ?? []),
        ...values,
      ]);
      return isNothing(reply) ? undefined : [...new Set(textsOf(reply))];
    },
  };
}
