import { maxDeadLetters } from '../../limits.ts';
import { lifetimes } from '../lifetimes.ts';
import { lease, mail, prelude } from './prelude.ts';

const script = (lua: string) => prelude + lease + mail + lua;

/**
 * Scripts on one topic's mailbox. `KEYS[1]`: the topic. Each is idempotent: a retry with the same arguments (the reply
 * was lost) has the same effect and reply as one run.
 */
export const mailboxScripts = {
  /** now, id, body. */
  appendMail: script(`
    if redis.call('HEXISTS', mailKey, ARGV[2]) == 0 then
      redis.call('ZADD', queueKey, whole((highestScore(queueKey) or 0) + 1), ARGV[2])
      redis.call('HSET', mailKey, ARGV[2], ARGV[3])
    end
    redis.call('PEXPIRE', queueKey, ${lifetimes.mailbox})
    redis.call('PEXPIRE', mailKey, ${lifetimes.mailbox})
  `),

  /** now, token, ttl, limit → each id followed by its body; nothing if another holder has the lease. */
  acquireLease: script(`
    local until_ = tonumber(redis.call('HGET', leaseKey, 'until') or 0)
    if until_ > now and not isHeld(ARGV[2]) then return false end
    redis.call('HSET', leaseKey, 'token', ARGV[2], 'until', momentAfter(ARGV[3]))
    collectAfter(leaseKey, ARGV[3] + ${lifetimes.lease})
    return oldest(tonumber(ARGV[4]))
  `),

  /** now, token, ttl, limit → each id followed by its body; nothing if the lease is lost. */
  takeMail: script(`
    if not isHeld(ARGV[2]) then return false end
    redis.call('HSET', leaseKey, 'until', momentAfter(ARGV[3]))
    collectAfter(leaseKey, ARGV[3] + ${lifetimes.lease})
    return oldest(tonumber(ARGV[4]))
  `),

  /** now, token, ids… → 1 if the lease was released, 0 if other events wait, nothing if the lease is lost. */
  acknowledgeMail: script(`
    if not isHeld(ARGV[2]) then
      -- No lease and no mail: this is a retry of the call that released it, or another holder has finished the work.
      -- Both count as success.
      if redis.call('EXISTS', leaseKey) == 0 and redis.call('ZCARD', queueKey) == 0 then return 1 end
      return false
    end
    for n = 3, #ARGV do discard(ARGV[n]) end
    if redis.call('ZCARD', queueKey) > 0 then return 0 end
    redis.call('DEL', leaseKey)
    return 1
  `),

  /**
   * now, token, id, description (a JSON object on one line, to which the script adds the time as `at`) → 1, or nothing
   * if the lease is lost.
   */
  setMailAside: script(`
    if not isHeld(ARGV[2]) then return false end
    local body = redis.call('HGET', mailKey, ARGV[3])
    if body then
      local deadKey = base .. ':dead'
      local description = '{"at":' .. at .. ',' .. string.sub(ARGV[4], 2)
      redis.call('LPUSH', deadKey, description .. '\\n' .. body)
      redis.call('LTRIM', deadKey, 0, ${maxDeadLetters - 1})
      redis.call('PEXPIRE', deadKey, ${lifetimes.deadLetters})
      discard(ARGV[3])
    end
    return 1
  `),

  /** now, token. */
  releaseLease: script("if isHeld(ARGV[2]) then redis.call('DEL', leaseKey) end"),

  /** now → number of waiting events, and 1 if the lease is free, else 0. */
  mailboxState: script(`
    local until_ = tonumber(redis.call('HGET', leaseKey, 'until') or 0)
    return { redis.call('ZCARD', queueKey), until_ > now and 0 or 1 }
  `),

  /** now, limit → for each dead letter its description, a line break and its body; the newest first. */
  deadLettersOf: script("return redis.call('LRANGE', base .. ':dead', 0, tonumber(ARGV[2]) - 1)"),
};
