import { lifetimes } from '../lifetimes.ts';
import { prelude } from './prelude.ts';

const script = (lua: string) => prelude + lua;

/**
 * A shard of the topic index. `:until`: when the topic's last registration expires at the latest. `:due`: the next
 * expiry.
 */
const topics = `
local untilKey = base .. ':until'
local dueKey = base .. ':due'
`;

/** Scripts on one key, `KEYS[1]`, which is outside of the topics' slots. */
export const indexScripts = {
  /** `KEYS[1]`: a channel. now, ttl of the registration, references… */
  noteChannel: script(`
    redis.call('ZREMRANGEBYSCORE', base, '-inf', at)
    local expiry = momentAfter(ARGV[2] + ${lifetimes.indexSlack})
    for n = 3, #ARGV do redis.call('ZADD', base, 'GT', expiry, ARGV[n]) end
    local until_ = highestScore(base)
    if until_ then collectAfter(base, until_ - now) end
  `),

  /** `KEYS[1]`: a channel. now → references that have not expired. */
  referencesOf: script("return redis.call('ZRANGEBYSCORE', base, '(' .. at, '+inf')"),

  /** `KEYS[1]`: a shard of the mail index. now, topic, a marker that was never used before. */
  noteMail: script(`
    redis.call('HSET', base, ARGV[2], ARGV[3])
    redis.call('PEXPIRE', base, ${lifetimes.waiting})
  `),

  /** `KEYS[1]`: a shard of the mail index. now, cursor → next cursor, topics each followed by its marker. */
  scanMail: script("return redis.call('HSCAN', base, ARGV[2], 'COUNT', 200)"),

  /** `KEYS[1]`: a shard of the mail index. now, then each topic followed by the marker that was read. */
  forgetMail: script(`
    for n = 2, #ARGV, 2 do
      if redis.call('HGET', base, ARGV[n]) == ARGV[n + 1] then redis.call('HDEL', base, ARGV[n]) end
    end
  `),

  /** `KEYS[1]`: topics with dead letters. now, topic. */
  noteDeadLetter: script(`
    redis.call('ZREMRANGEBYSCORE', base, '-inf', whole(now - ${lifetimes.deadLetters}))
    redis.call('ZADD', base, 'GT', at, ARGV[2])
    redis.call('PEXPIRE', base, ${lifetimes.deadLetters})
  `),

  /** `KEYS[1]`: topics with dead letters. now, limit → topics, the topic with the newest dead letter first. */
  topicsWithDeadLetters: script("return redis.call('ZREVRANGE', base, 0, tonumber(ARGV[2]) - 1)"),

  /** `KEYS[1]`: a holder. now, what, limit, ttl → 1 if the holder has fewer than `limit` others, else 0. */
  hold: script(`
    redis.call('ZREMRANGEBYSCORE', base, '-inf', at)
    local others = redis.call('ZCARD', base) - (redis.call('ZSCORE', base, ARGV[2]) and 1 or 0)
    if others >= tonumber(ARGV[3]) then return 0 end
    redis.call('ZADD', base, 'GT', momentAfter(ARGV[4]), ARGV[2])
    collectAfter(base, highestScore(base) - now)
    return 1
  `),
};

/** Scripts on a shard of the topic index, which consists of two keys in one slot. */
export const topicIndexScripts = {
  /** `KEYS[1]`: a shard of the topic index. now, topic, ttl of the registration. */
  noteTopic: script(`${topics}
    redis.call('ZADD', untilKey, 'GT', momentAfter(ARGV[3] + ${lifetimes.indexSlack}), ARGV[2])
    redis.call('ZADD', dueKey, 'LT', momentAfter(ARGV[3]), ARGV[2])
    local until_ = highestScore(untilKey)
    collectAfter(untilKey, until_ - now)
    collectAfter(dueKey, until_ - now)
  `),

  /**
   * `KEYS[1]`: a shard of the topic index. now, limit → topics in which a registration may have expired, with the
   * times.
   */
  dueTopics: script(`${topics}
    return redis.call('ZRANGEBYSCORE', dueKey, '-inf', at, 'WITHSCORES', 'LIMIT', 0, ARGV[2])
  `),

  /**
   * `KEYS[1]`: a shard of the topic index. now, topic, the due time that was read, ms until it is due next ('' for
   * never).
   */
  settleTopic: script(`${topics}
    -- Another process has made it due earlier in the meantime. Keep that time.
    if redis.call('ZSCORE', dueKey, ARGV[2]) ~= ARGV[3] then return end
    if ARGV[4] == '' then redis.call('ZREM', dueKey, ARGV[2])
    else redis.call('ZADD', dueKey, momentAfter(ARGV[4]), ARGV[2]) end
  `),

  /** `KEYS[1]`: a shard of the topic index. now, limit → topics that can no longer have live registrations. */
  endedTopics: script(`${topics}
    return redis.call('ZRANGEBYSCORE', untilKey, '-inf', at, 'LIMIT', 0, ARGV[2])
  `),

  /** `KEYS[1]`: a shard of the topic index. now, topics… */
  forgetTopics: script(`${topics}
    for n = 2, #ARGV do
      -- A registration that is being added may have moved the time already. Then keep the topic.
      if tonumber(redis.call('ZSCORE', untilKey, ARGV[n]) or 0) <= now then
        redis.call('ZREM', untilKey, ARGV[n])
        redis.call('ZREM', dueKey, ARGV[n])
      end
    end
  `),

  /** `KEYS[1]`: a shard of the topic index. now, cursor → next cursor, topics each followed by a score. */
  scanTopics: script(`${topics} return redis.call('ZSCAN', untilKey, ARGV[2], 'COUNT', 200)`),
};
