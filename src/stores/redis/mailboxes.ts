import type { Acknowledged, DeadLetter, MailboxEvent, Mailboxes } from '../../core/index.ts';
import { wholeDuration } from '../limits.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { isNothing, listOf, pairsOf, textsOf } from './reply.ts';

export function createMailboxes(connection: Connection, keys: Keys, newId: () => string): Mailboxes {
  return {
    append: async (topic, { id, body }) => {
      await connection.run('appendMail', keys.topic(topic), [id, body]);
      // Write the mailbox first, then a new marker into the index. `waiting` removes a topic from the index only if the
      // marker is still the one it read before it found the mailbox empty, so this marker prevents the removal. If the
      // process crashes between the two writes, `append` has not resolved, and the topic's next publisher finds the
      // event.
      await connection.run('noteMail', keys.waitingWith(topic), [topic, newId()]);
    },

    acquire: async (topic, ttl, limit) => {
      const token = newId();
      const values = [token, wholeDuration(ttl), limit];
      const reply = await connection.run('acquireLease', keys.topic(topic), values);
      return isNothing(reply) ? undefined : { lease: { topic, token }, events: eventsOf(reply) };
    },

    take: async ({ topic, token }, limit, ttl) => {
      const values = [token, wholeDuration(ttl), limit];
      const reply = await connection.run('takeMail', keys.topic(topic), values);
      return isNothing(reply) ? undefined : eventsOf(reply);
    },

    acknowledge: async ({ topic, token }, ids) =>
      acknowledgedOf(await connection.run('acknowledgeMail', keys.topic(topic), [token, ...ids])),

    setAside: async ({ topic, token }, id, reason) => {
      // Write the index first. It may then list a topic without dead letters, but no dead letter is missing from it.
      await connection.run('noteDeadLetter', keys.dead, [topic]);
      const description = JSON.stringify({ topic, id, reason });
      return !isNothing(await connection.run('setMailAside', keys.topic(topic), [token, id, description]));
    },

    release: async ({ topic, token }) => {
      await connection.run('releaseLease', keys.topic(topic), [token]);
    },

    depth: async (topic) => (await stateOf(connection, keys, topic)).depth,

    async *waiting() {
      for (const shard of keys.waiting) {
        // SCAN can return a topic twice while the index grows.
        const seen = new Set<string>();
        let cursor = '0';
        do {
          const [next, entries] = listOf(await connection.run('scanMail', shard, [cursor]));
          const states = await Promise.all(
            pairsOf(entries).map(async ([topic, marker]) => ({
              topic,
              marker,
              ...(await stateOf(connection, keys, topic)),
            })),
          );
          const empty = states.filter(({ depth }) => depth === 0);
          if (empty.length > 0) {
            const seenMarkers = empty.flatMap(({ topic, marker }) => [topic, marker]);
            await connection.run('forgetMail', shard, seenMarkers);
          }
          for (const { topic, depth, free } of states) {
            if (depth === 0 || !free || seen.has(topic)) continue;
            seen.add(topic);
            yield topic;
          }
          cursor = String(next);
        } while (cursor !== '0');
      }
    },

    deadLetters: async (limit) => {
      const topics = textsOf(await connection.run('topicsWithDeadLetters', keys.dead, [limit]));
      const letters = await Promise.all(
        topics.map(async (topic) =>
          textsOf(await connection.run('deadLettersOf', keys.topic(topic), [limit])).map(deadLetterOf),
        ),
      );
      return letters
        .flat()
        .sort((a, b) => b.at - a.at)
        .slice(0, limit);
    },
  };
}

function eventsOf(reply: unknown): MailboxEvent[] {
  return pairsOf(reply).map(([id, body]) => ({ id, body }));
}

function acknowledgedOf(reply: unknown): Acknowledged {
  if (isNothing(reply)) return 'lost';
  return Number(reply) === 1 ? 'free' : 'kept';
}

async function stateOf(connection: Connection, keys: Keys, topic: string) {
  const [depth, free] = listOf(await connection.run('mailboxState', keys.topic(topic), []));
  return { depth: Number(depth), free: Number(free) === 1 };
}

function deadLetterOf(text: string): DeadLetter {
  // The description is JSON on one line, so the first line break is the separator.
  const split = text.indexOf('\n');
  const description: Omit<DeadLetter, 'body'> = JSON.parse(text.slice(0, split));
  return { ...description, body: text.slice(split + 1) };
}
