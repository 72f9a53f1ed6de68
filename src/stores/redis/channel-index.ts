import { wholeDuration } from '../limits.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { textsOf } from './reply.ts';

/** A reference to an operation that a channel may carry. */
export interface Reference {
  readonly topic: string;
  readonly operation: string;
}

/**
 * Maps a channel to the operations that it may carry. Entries are removed only by their own expiry, which is later than
 * that of the registration. So an entry may point to an expired registration, but every registration has an entry.
 */
export interface ChannelIndex {
  /** Adds entries. `ttl` is the lifetime of the registrations, in ms. */
  note(channel: string, ttl: number, references: readonly Reference[]): Promise<void>;
  of(channel: string): Promise<Reference[]>;
  /** Calls `step` for each topic of the channel, with the channel's operations in that topic. */
  inTopics<T>(channel: string, step: (topic: string, operations: string[]) => Promise<T>): Promise<T[]>;
}

export function createChannelIndex(connection: Connection, keys: Keys): ChannelIndex {
  const of = async (channel: string): Promise<Reference[]> => {
    const entries = textsOf(await connection.run('referencesOf', keys.channel(channel), []));
    return entries.map((entry) => {
      const [topic, operation]: [string, string] = JSON.parse(entry);
      return { topic, operation };
    });
  };

  return {
    of,
    note: async (channel, ttl, references) => {
      const entries = references.map(({ topic, operation }) => JSON.stringify([topic, operation]));
      await connection.run('noteChannel', keys.channel(channel), [wholeDuration(ttl), ...entries]);
    },
    inTopics: async (channel, step) => {
      const byTopic = Map.groupBy(await of(channel), ({ topic }) => topic);
      return Promise.all(
        [...byTopic].map(([topic, references]) =>
          step(
            topic,
            references.map(({ operation }) => operation),
          ),
        ),
      );
    },
  };
}
