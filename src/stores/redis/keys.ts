/**
 * Names of the keys in Redis.
 *
 * All keys of one topic begin with {@link Keys.topic}. Its hash tag (`{…}`) puts them into one slot of a cluster, so
 * one script can change them atomically. The scripts build the full names from this prefix.
 *
 * Three indexes are outside of the topics' slots, because they are used to find topics. An entry may be outdated, but
 * none is ever missing:
 * - {@link Keys.channel}: the operations (with their topics) that a channel may carry.
 * - {@link Keys.topics}: the topics that may have registrations.
 * - {@link Keys.waiting}: the topics that may have events in their mailbox.
 */
export interface Keys {
  topic(topic: string): string;
  channel(channel: string): string;
  /** What a holder uses, to enforce quotas. */
  holder(holder: string): string;
  /** The shard of the topic index that contains the topic. */
  topicsWith(topic: string): string;
  readonly topics: readonly string[];
  /** The shard of the mail index that contains the topic. */
  waitingWith(topic: string): string;
  readonly waiting: readonly string[];
  /** The topics with dead letters. */
  readonly dead: string;
  /** The pub/sub channel (not a key) for notifications about the topic's new results. */
  appended(topic: string): string;
}

/** Enough to distribute the indexes over a cluster, and few enough to scan all of them. */
const shards = 16;

export function keysUnder(prefix: string): Keys {
  if (/[{}]/.test(prefix))
    throw new TypeError(
      `The key prefix "${prefix}" contains a brace. Remove it: Redis uses braces for hash tags.`,
    );
  const each = (word: string) => Array.from({ length: shards }, (_, shard) => `${prefix}:{${word}-${shard}}`);
  return {
    topic: (topic) => `${prefix}:{${hashTagOf(topic)}}`,
    holder: (holder) => `${prefix}:holder:{${hashTagOf(holder)}}`,
    channel: (channel) => `${prefix}:channel:{${hashTagOf(channel)}}`,
    topicsWith: (topic) => `${prefix}:{topics-${shardOf(topic)}}`,
    topics: each('topics'),
    waitingWith: (topic) => `${prefix}:{waiting-${shardOf(topic)}}`,
    waiting: each('waiting'),
    dead: `${prefix}:dead`,
    appended: (topic) => `${prefix}:appended:${topic}`,
  };
}

/**
 * Escapes a name for use inside a hash tag. The tag is the text between the first `{` and the next `}`. Redis ignores
 * an empty tag, so the result is never empty.
 */
function hashTagOf(name: string): string {
  return `=${name.replace(/[%{}]/g, encodeURIComponent)}`;
}

/** The FNV-1a hash of the topic, modulo the number of shards. */
function shardOf(topic: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < topic.length; index++) {
    hash = Math.imul(hash ^ topic.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
