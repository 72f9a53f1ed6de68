import type { Generations } from '../../core/store.ts';
import { momentAfter } from '../limits.ts';
import type { StoreEnvironment } from '../store-options.ts';
import { createChannelIndex } from './channel-index.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { textsOf } from './reply.ts';
import { createTopicIndex } from './topic-index.ts';

export function createGenerations(
  connection: Connection,
  keys: Keys,
  { now }: StoreEnvironment,
): Generations {
  const channels = createChannelIndex(connection, keys, now);
  const topics = createTopicIndex(connection, keys, now);

  return {
    current: async (topic) => String(await connection.run('currentGeneration', keys.topic(topic), [now()])),
    renew: async (topic, { generation, successors, ttl }) => {
      const expiry = momentAfter(now(), ttl);
      // The indexes first, as when a registration is added.
      await Promise.all([
        ...(successors.length > 0 ? [topics.note(topic, expiry)] : []),
        ...successors.map(({ channel, operation }) =>
          channels.note(channel, expiry, [{ topic, operation: operation.id }]),
        ),
      ]);
      const values = successors.flatMap(({ of, operation, channel }) => [
        of,
        operation.id,
        JSON.stringify(operation),
        channel,
      ]);
      const reply = await connection.run('renewGeneration', keys.topic(topic), [
        now(),
        generation,
        keys.appended(topic),
        expiry,
        ...values,
      ]);
      return [...new Set(textsOf(reply))];
    },
  };
}
