import type { Dialect, Operation, Registrations, Subscribed } from '../../core/store.ts';
import { momentAfter } from '../limits.ts';
import type { StoreEnvironment } from '../store-options.ts';
import { createChannelIndex } from './channel-index.ts';
import type { Connection } from './connection.ts';
import type { Keys } from './keys.ts';
import { isNothing, listOf, pairsOf, textsOf } from './reply.ts';
import { createTopicIndex } from './topic-index.ts';

export function createRegistrations(
  connection: Connection,
  keys: Keys,
  { now, newId }: StoreEnvironment,
): Registrations {
  const channels = createChannelIndex(connection, keys, now);
  const topics = createTopicIndex(connection, keys, now);

  return {
    add: async (operation, { channel, dialect }, ttl) => {
      const { id, topic, generation } = operation;
      const expiry = momentAfter(now(), ttl);
      // The indexes first, so that no registration is ever without them, whenever we die. An entry there stands at
      // least as long as the registration may live and is never taken back sooner, so nobody can remove it in between.
      await Promise.all([
        channels.note(channel, expiry, [{ topic, operation: id }]),
        topics.note(topic, expiry),
      ]);
      const values = [now(), id, channel, dialect, expiry, generation, JSON.stringify(operation), newId()];
      const reply = await connection.run('addRegistration', keys.topic(topic), values);
      if (isNothing(reply)) return undefined;
      const [epoch = '', offset] = textsOf(reply);
      return { epoch, offset: Number(offset) };
    },

    byTopic: async (topic) =>
      listOf(await connection.run('registrationsByTopic', keys.topic(topic), [now()])).map(subscribedOf),

    byChannel: async (channel) => {
      const found = await channels.inTopics(channel, async (topic, operations) =>
        textsOf(
          await connection.run('operationsWithChannel', keys.topic(topic), [now(), channel, ...operations]),
        ),
      );
      return found.flat().map(operationOf);
    },

    expireIn: async (channel, ttl) => {
      const expiry = momentAfter(now(), ttl);
      const references = await channels.of(channel);
      if (references.length === 0) return;
      await channels.note(channel, expiry, references);
      await channels.inTopics(channel, async (topic, operations) => {
        await topics.note(topic, expiry);
        await connection.run('moveExpiry', keys.topic(topic), [now(), channel, expiry, ...operations]);
      });
    },

    remove: async (channel) => {
      await channels.inTopics(channel, (topic, operations) =>
        connection.run('removeChannel', keys.topic(topic), [now(), channel, ...operations]),
      );
    },

    hasRoom: async ({ id, topic }, limit) =>
      Number(await connection.run('hasRoom', keys.topic(topic), [now(), id, limit])) === 1,

    hold: async (holder, what, { limit, ttl }) => {
      const values = [now(), what, limit, momentAfter(now(), ttl)];
      return Number(await connection.run('hold', keys.holder(holder), values)) === 1;
    },

    async *all() {
      for await (const page of topics.pages()) {
        const found = await Promise.all(
          page.map(async (topic) => ({
            topic,
            fields: textsOf(await connection.run('registrationsInTopic', keys.topic(topic), [now()])),
          })),
        );
        for (const { topic, fields } of found) {
          for (let index = 0; index < fields.length; index += 4) {
            const [operation = '', channel = '', dialect, expiresAt] = fields.slice(index, index + 4);
            yield { operation, channel, topic, dialect: dialect as Dialect, expiresAt: Number(expiresAt) };
          }
        }
      }
    },

    sweep: () =>
      topics.sweep(async (topic) => {
        const [swept, next] = listOf(await connection.run('sweepTopic', keys.topic(topic), [now()]));
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
