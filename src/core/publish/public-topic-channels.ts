import { LRUCache } from 'lru-cache';
import type { EngineOptions } from '../engine-options.ts';
import { topicOperation } from '../operation/index.ts';
import type { Subscribed } from '../ports/index.ts';
import { topicChannel, topicsOfChannel } from '../schema/index.ts';

/** Topics whose channels are kept ready. */
const maxTopics = 10_000;

/**
 * The plain channels of a topic that anybody may join without asking us: they have no registration, so every event
 * goes there. As `prefixOf` has it, one is an ordinary channel and one a cache channel.
 */
export function createPublicTopicChannels({
  schema,
  fields,
}: Pick<EngineOptions, 'schema' | 'fields'>): (topic: string) => Subscribed[] {
  const known = new LRUCache<string, Subscribed[]>({ max: maxTopics });

  function find(key: string): Subscribed[] {
    const colon = key.indexOf(':');
    const field = fields.get(key.slice(0, colon));
    if (field?.access !== 'PUBLIC' || !field.hasTopicChannel) return [];
    const name = key.slice(colon + 1);
    return topicsOfChannel(new Map([[field.name, field]]), name).flatMap(({ topic, args, claims }) => {
      const operation = topicOperation(schema, topic, args, '0', claims);
      const channels = [false, true].map((cache) => ({
        channel: topicChannel(topic, cache),
        dialect: 'topic' as const,
      }));
      return operation ? [{ operation, channels }] : [];
    });
  }

  return (topic) => {
    const found = known.get(topic) ?? find(topic);
    known.set(topic, found);
    return found;
  };
}
