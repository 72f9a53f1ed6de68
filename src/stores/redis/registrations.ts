import type { Dialect, Operation, Registrations, Subscribed } from '../../core/index.ts';
import { wholeDuration } from '../limits.ts';
import { createChannelIndex } from './channel-index.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { isNothing, listOf, pairsOf, textsOf } from './reply.ts';
import { createTopicIndex } from './topic-index.ts';

export function createRegistrations(connection: Connection, keys: Keys, newId: () => string): Registrations {
  const channels = createChannelIndex(connection, keys);
  const topics = createTopicIndex(connection, keys);

  return {
    add: async (operation, { channel, dialect }, ttl) => {
      const { id, topic, generation } = operation;
      // Write the indexes first, so that every registration has its entries, even if the process crashes between the
      // writes. An entry expires later than the registration and is never removed earlier.
      await Promise.all([channels.note(channel, ttl, [{ topic, operation: id }]), topics.note(topic, ttl)]);
      const lifetime = wholeDuration(ttl);
      const values = [id, channel, dialect, lifetime, generation, JSON.stringify(operation), newId()];
      const reply = await connection.run('addRegistration', keys.topic(topic), values);
      if (isNothing(reply)) return undefined;
      const [epoch = '', offset] = textsOf(reply);
      return { epoch, offset: Number(offset) };
    },

    byTopic: async (topic) =>
      listOf(await connection.run('registrationsByTopic', keys.topic(topic), [])).map(subscribedOf),

    byChannel: async (channel) => {
      const found = await channels.inTopics(channel, async (topic, operations) =>
        textsOf(await connection.run('operationsWithChannel', keys.topic(topic), [channel, ...operations])),
      );
      return found.flat().map(operationOf);
    },

    expireIn: async (channel, ttl) => {
      const references = await channels.of(channel);
      if (references.length === 0) return;
      await channels.note(channel, ttl, references);
      await channels.inTopics(channel, async (topic, operations) => {
        await topics.note(topic, ttl);
        const values = [channel, wholeDuration(ttl), ...operations];
        await connection.run('moveExpiry', keys.topic(topic), values);
      });
    },

    remove: async (channel) => {
      await channels.inTopics(channel, (topic, operations) =>
        connection.run('removeChannel', keys.topic(topic), [channel, ...operations]),
      );
    },

    hasRoom: async ({ id, topic }, limit) =>
      Number(await connection.run('hasRoom', keys.topic(topic), [id, limit])) === 1,

    hold: async (holder, what, { limit, ttl }) => {
      const values = [what, limit, wholeDuration(ttl)];
      return Number(await connection.run('hold', keys.holder(holder), values)) === 1;
    },

    async *all() {
      for await (const page of topics.pages()) {
        const found = await Promise.all(
          page.map(async (topic) => ({
            topic,
            fields: textsOf(await connection.run('registrationsInTopic', keys.topic(topic), [])),
          })),
        );
        for (const { topic, fields } of found) {
          for (let index = 0; index < fields.length; index += 4) {
            const [operation = '', channel = '', dialect, expiresIn] = fields.slice(index, index + 4);
            yield { operation, channel, topic, dialect: dialect as Dialect, expiresIn: Number(expiresIn) };
          }
        }
      }
    },

    sweep: () =>
      topics.sweep(async (topic) => {
        const [swept, next] = listOf(await connection.run('sweepTopic', keys.topic(topic), []));
        return { swept: Number(swept), next: isNothing(next) ? undefined : String(next) };
      }),
  };
}

function subscribedOf(row: unknown): Subscribed {
  const [definition = '', ...channels] = textsOf(row);
  return {
    operation: operationOf(definition),
    channels: pairsOf(channels).map(([channel, dialect]) => ({ channel, dialect: dialect as Dialect })),
  };
}

function operationOf(definition: string): Operation {
  return JSON.parse(definition);
}
