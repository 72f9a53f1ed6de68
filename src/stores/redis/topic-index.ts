import { wholeDuration } from '../limits.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { listOf, pairsOf, textsOf } from './reply.ts';

/** The result of sweeping one topic. `next`: ms until the topic's next registration expires. */
export interface Swept {
  readonly swept: number;
  readonly next: string | undefined;
}

/**
 * An index of the topics that may have registrations, with the time of their next expiry. As in the channel index,
 * entries are removed only by their own expiry, so every topic with registrations has an entry.
 */
export interface TopicIndex {
  /** Adds or extends an entry. `ttl` is the lifetime of a registration of the topic, in ms. */
  note(topic: string, ttl: number): Promise<void>;
  /** Yields every topic once, up to a hundred at a time. */
  pages(): AsyncIterable<string[]>;
  /** Calls `step` for each topic with expired registrations. Returns the number of removed registrations. */
  sweep(step: (topic: string) => Promise<Swept>): Promise<number>;
}

/** Topics per round trip. No script blocks Redis for long. */
const page = 100;

export function createTopicIndex(connection: Connection, keys: Keys): TopicIndex {
  const sweepDue = async (shard: string, step: (topic: string) => Promise<Swept>): Promise<number> => {
    const seen = new Set<string>();
    let total = 0;
    for (;;) {
      const due = pairsOf(await connection.run('dueTopics', shard, [page]));
      // A topic that is due again became due during this sweep. The next sweep handles it.
      const fresh = due.filter(([topic]) => !seen.has(topic));
      if (fresh.length === 0) return total;
      const counts = await Promise.all(
        fresh.map(async ([topic, dueAt]) => {
          seen.add(topic);
          const { swept, next } = await step(topic);
          await connection.run('settleTopic', shard, [topic, dueAt, next ?? '']);
          return swept;
        }),
      );
      total += counts.reduce((sum, count) => sum + count, 0);
    }
  };

  /** Sweeps topics that an earlier sweep missed because its process crashed. */
  const sweepEnded = async (shard: string, step: (topic: string) => Promise<Swept>): Promise<number> => {
    const topics = textsOf(await connection.run('endedTopics', shard, [page]));
    if (topics.length === 0) return 0;
    const counts = await Promise.all(topics.map(async (topic) => (await step(topic)).swept));
    await connection.run('forgetTopics', shard, topics);
    const total = counts.reduce((sum, count) => sum + count, 0);
    return topics.length < page ? total : total + (await sweepEnded(shard, step));
  };

  return {
    note: async (topic, ttl) => {
      await connection.run('noteTopic', keys.topicsWith(topic), [topic, wholeDuration(ttl)]);
    },
    async *pages() {
      for (const shard of keys.topics) {
        // SCAN can return a topic twice while the index grows.
        const seen = new Set<string>();
        let cursor = '0';
        do {
          const [next, entries] = listOf(await connection.run('scanTopics', shard, [cursor]));
          const fresh = pairsOf(entries).flatMap(([topic]) => (seen.has(topic) ? [] : topic));
          for (const topic of fresh) seen.add(topic);
          for (let index = 0; index < fresh.length; index += page) yield fresh.slice(index, index + page);
          cursor = String(next);
        } while (cursor !== '0');
      }
    },
    sweep: async (step) => {
      const counts = await Promise.all(
        keys.topics.map(async (shard) => (await sweepDue(shard, step)) + (await sweepEnded(shard, step))),
      );
      return counts.reduce((sum, count) => sum + count, 0);
    },
  };
}
