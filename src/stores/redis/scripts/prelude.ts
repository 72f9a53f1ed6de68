import { lifetimes } from '../lifetimes.ts';

/**
 * The beginning of every script. `KEYS[1]` is a key prefix (of a topic or an index) and routes the script to its slot.
 *
 * Redis's clock decides everything that the store promises about time. Gateways pass only durations, so a wrong clock
 * on a gateway has no effect. `ARGV[1]` is empty, except in tests, where it is the time in ms.
 *
 * Redis's own expiry only removes keys that no sweep reaches. It is an hour late, so it never decides a result.
 */
export const prelude = `
local base = KEYS[1]
local now = tonumber(ARGV[1])
if not now then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua would format large numbers as 1.8e+15.
local function whole(number) return string.format('%.0f', number) end

-- The same time as text, for arguments of commands.
local at = whole(now)
local function momentAfter(milliseconds)
  return whole(math.min(now + tonumber(milliseconds), ${Number.MAX_SAFE_INTEGER}))
end

local function collectAfter(key, milliseconds)
  redis.call('PEXPIRE', key, whole(math.max(milliseconds, 0) + 3600000))
end

local function highestScore(key)
  return tonumber(redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2])
end

-- Calls visit with batches of the list, because Lua cannot unpack a long list into arguments.
local function inBatches(list, from, visit)
  for first = from, #list, 1000 do
    visit(unpack(list, first, math.min(first + 999, #list)))
  end
end

local function readFields(key, fields)
  local values = {}
  for first = 1, #fields, 1000 do
    local part = redis.call('HMGET', key, unpack(fields, first, math.min(first + 999, #fields)))
    for _, value in ipairs(part) do values[#values + 1] = value end
  end
  return values
end
`;

/**
 * A topic's operations. `:operations` is a sorted set of operation ids, scored with the time when the last of their
 * channels expires. `:channels:<id>` is a sorted set of the operation's channels, scored with the time when each
 * expires.
 *
 * `:operation:<id>` is one hash with the definition, the dialects of the channels (`d<channel>`) and the whole log:
 * `epoch`, `top`, `low` (the oldest stored number), results (`r<number>`) and their numbers (`e<event id>`). It is one
 * key, so the numbering and the log can only be lost together.
 *
 * `:current` is a hash of the topic's generation: its `id`, and the time when it `began`. It lives as long as the topic
 * has an operation. If it is lost, the topic gets a new id, for which no client has a channel.
 */
export const operations = `
local operationsKey = base .. ':operations'
local generationKey = base .. ':current'
local function operationKey(id) return base .. ':operation:' .. id end
local function channelsKey(id) return base .. ':channels:' .. id end

local function isAlive(id)
  local until_ = tonumber(redis.call('ZSCORE', operationsKey, id) or 0)
  return until_ > now and redis.call('EXISTS', operationKey(id)) == 1
end

local function endOperation(id)
  redis.call('DEL', operationKey(id), channelsKey(id))
  redis.call('ZREM', operationsKey, id)
end

local function keepIdle(key) redis.call('PEXPIRE', key, ${lifetimes.generation}) end

-- Call this after the operation's channels have changed. An operation without channels ends.
local function settle(id)
  local until_ = highestScore(channelsKey(id))
  if not until_ then
    endOperation(id)
    if redis.call('EXISTS', operationsKey) == 0 then keepIdle(generationKey) end
    return
  end
  redis.call('ZADD', operationsKey, whole(until_), id)
  collectAfter(operationKey(id), until_ - now)
  collectAfter(channelsKey(id), until_ - now)
  local last = highestScore(operationsKey) - now
  collectAfter(operationsKey, last)
  collectAfter(generationKey, last)
end

local function beginGeneration(id)
  redis.call('HSET', generationKey, 'id', id, 'began', at)
  keepIdle(generationKey)
end
`;

/** `:lease` is a hash of `token` and `until`. An expired lease stays valid until another holder acquires it. */
export const lease = `
local leaseKey = base .. ':lease'
local function isHeld(token) return redis.call('HGET', leaseKey, 'token') == token end
`;

/** `:queue` is a sorted set of the waiting events' ids, in order. `:mail` is a hash of their bodies. */
export const mail = `
local queueKey = base .. ':queue'
local mailKey = base .. ':mail'
-- Returns each id followed by its body.
local function oldest(limit)
  -- ZRANGE from 0 to -1 would return all of them.
  local ids = limit > 0 and redis.call('ZRANGE', queueKey, 0, limit - 1) or {}
  local bodies = readFields(mailKey, ids)
  local reply = {}
  for n, id in ipairs(ids) do
    reply[2 * n - 1] = id
    reply[2 * n] = bodies[n]
  end
  return reply
end
local function discard(id)
  redis.call('ZREM', queueKey, id)
  redis.call('HDEL', mailKey, id)
end
`;
