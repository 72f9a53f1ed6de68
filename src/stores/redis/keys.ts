/**
 * Where things lie in Redis.
 *
 * All that belongs to one topic begins with the topic's {@link Keys.topic}, whose hash tag (`{…}`) puts it into one
 * slot of a cluster: so one script may change it in one step. Scripts build their keys from that beginning.
 *
 * Three indexes lie outside, since they lead to topics. Their entries may be out of date, never missing:
 * - {@link Keys.channel}: which operations (with their topics) a channel may carry.
 * - {@link Keys.topics}: which topics may have registrations.
 * - {@link Keys.waiting}: which topics may have mail.
 */
export interface Keys {
  topic(topic: string): string;
  channel(channel: string): string;
  /** What somebody wants, to count how much. */
  holder(holder: string): string;
  /** The shard of the index of topics that the topic belongs to. */
  topicsWith(topic: string): string;
  readonly topics: readonly string[];
  /** The shard of the index of mail that the topic belongs to. */
  waitingWith(topic: string): string;
  readonly waiting: readonly string[];
  /** Topics with dead letters. */
  readonly dead: string;
  /** Not a key but the pub/sub channel that tells of a topic's new results. */
  appended(topic: string): string;
}

/** Enough to spread the indexes over a cluster, few enough to walk through all of them. */
const shards = 16;

export function keysUnder(prefix: string): Keys {
  if (/[{}]/.test(prefix)) throw new TypeError(`A key prefix has no braces, they make hash tags: ${prefix}`);
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

/** Redis takes what stands between the first `{` and the first `}` after it, unless that is nothing. */
function hashTagOf(name: string): string {
  return `=${name.replace(/[%{}]/g, encodeURIComponent)}`;
}

/** FNV-1a. */
function shardOf(topic: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < topic.length; index++) {
    hash = Math.imul(hash ^ topic.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) % shards;
}
