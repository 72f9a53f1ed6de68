import type { Generations } from '../../core/store.ts';
import type { StoreEnvironment } from '../store-options.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { textsOf } from './reply.ts';

export function createGenerations(
  connection: Connection,
  keys: Keys,
  { now, newId }: StoreEnvironment,
): Generations {
  return {
    current: async (topic) => String(await connection.run('currentGeneration', keys.topic(topic), [now()])),
    renew: async (topic) => {
      const values = [now(), newId(), keys.appended(topic)];
      const channels = await connection.run('renewGeneration', keys.topic(topic), values);
      return [...new Set(textsOf(channels))];
    },
  };
}
