import { operations, prelude } from './prelude.ts';

const script = (lua: string) => prelude + operations + lua;

/** Scripts on one topic's registrations. `KEYS[1]`: the topic. */
export const registrationScripts = {
  /**
   * now, id, channel, dialect, ttl, generation, definition, new epoch → epoch, top; nothing if the generation has
   * ended.
   */
  addRegistration: script(`
    local id, channel, dialect, expiry, generation = ARGV[2], ARGV[3], ARGV[4], momentAfter(ARGV[5]), ARGV[6]
    if redis.call('HGET', generationKey, 'id') ~= generation then return false end
    if not isAlive(id) then
      endOperation(id)
      redis.call('HSET', operationKey(id), 'definition', ARGV[7], 'epoch', ARGV[8], 'top', 0, 'low', 1)
    end
    redis.call('ZADD', channelsKey(id), 'GT', expiry, channel)
    redis.call('HSET', operationKey(id), 'd' .. channel, dialect)
    settle(id)
    return redis.call('HMGET', operationKey(id), 'epoch', 'top')
  `),

  /** now → for each live operation: its definition, then its live channels, each followed by its dialect. */
  registrationsByTopic: script(`
    local reply = {}
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', operationsKey, '(' .. at, '+inf')) do
      local channels = redis.call('ZRANGEBYSCORE', channelsKey(id), '(' .. at, '+inf')
      local fields = { 'definition' }
      for _, channel in ipairs(channels) do fields[#fields + 1] = 'd' .. channel end
      local values = readFields(operationKey(id), fields)
      if values[1] then
        local row = { values[1] }
        for n, channel in ipairs(channels) do
          row[2 * n] = channel
          row[2 * n + 1] = values[n + 1]
        end
        reply[#reply + 1] = row
      end
    end
    return reply
  `),

  /** now, id, limit → 1 if the operation is alive or the topic has fewer than `limit` live operations, else 0. */
  hasRoom: script(`
    if isAlive(ARGV[2]) then return 1 end
    return redis.call('ZCOUNT', operationsKey, '(' .. at, '+inf') < tonumber(ARGV[3]) and 1 or 0
  `),

  /** now, channel, ids… → the definitions of the operations that the channel carries. */
  operationsWithChannel: script(`
    local reply = {}
    for n = 3, #ARGV do
      local expiry = tonumber(redis.call('ZSCORE', channelsKey(ARGV[n]), ARGV[2]) or 0)
      local definition = redis.call('HGET', operationKey(ARGV[n]), 'definition')
      if expiry > now and definition then reply[#reply + 1] = definition end
    end
    return reply
  `),

  /** now, channel, ttl, ids… */
  moveExpiry: script(`
    for n = 4, #ARGV do
      local before = tonumber(redis.call('ZSCORE', channelsKey(ARGV[n]), ARGV[2]) or 0)
      if before > now then
        redis.call('ZADD', channelsKey(ARGV[n]), momentAfter(ARGV[3]), ARGV[2])
        settle(ARGV[n])
      end
    end
  `),

  /** now, channel, ids… */
  removeChannel: script(`
    for n = 3, #ARGV do
      if redis.call('ZREM', channelsKey(ARGV[n]), ARGV[2]) == 1 then
        redis.call('HDEL', operationKey(ARGV[n]), 'd' .. ARGV[2])
        settle(ARGV[n])
      end
    end
  `),

  /** now → id, channel, dialect and remaining lifetime in ms of each live registration. */
  registrationsInTopic: script(`
    local reply = {}
    for _, id in ipairs(redis.call('ZRANGEBYSCORE', operationsKey, '(' .. at, '+inf')) do
      local channels =
        redis.call('ZRANGEBYSCORE', channelsKey(id), '(' .. at, '+inf', 'WITHSCORES')
      for n = 1, #channels, 2 do
        local dialect = redis.call('HGET', operationKey(id), 'd' .. channels[n])
        if dialect then
          for _, value in ipairs({ id, channels[n], dialect, whole(channels[n + 1] - now) }) do
            reply[#reply + 1] = value
          end
        end
      end
    end
    return reply
  `),

  /** now → number of removed registrations, and ms until the next one expires (nothing if no registration is left). */
  sweepTopic: script(`
    local swept, nextExpiry = 0, false
    for _, id in ipairs(redis.call('ZRANGE', operationsKey, 0, -1)) do
      local expired = redis.call('ZRANGEBYSCORE', channelsKey(id), '-inf', at)
      for _, channel in ipairs(expired) do redis.call('HDEL', operationKey(id), 'd' .. channel) end
      swept = swept + redis.call('ZREMRANGEBYSCORE', channelsKey(id), '-inf', at)
      settle(id)
      local expiry = tonumber(redis.call('ZRANGE', channelsKey(id), 0, 0, 'WITHSCORES')[2])
      if expiry and (not nextExpiry or expiry < nextExpiry) then nextExpiry = expiry end
    end
    return { swept, nextExpiry and whole(nextExpiry - now) }
  `),

  /**
   * now, old generation, new generation, pub/sub channel, ttl of the successors, number of known operations (-1 if the
   * caller passes none), their ids, then for each successor: the id of its predecessor, its own id, definition and
   * channel
   * → the channels that the topic had; nothing if the topic has another generation, or if a live operation is not
   * known. A retry with the same new generation (the reply was lost) returns the same channels.
   */
  renewGeneration: script(`
    local endedKey = base .. ':ended'
    local id = redis.call('HGET', generationKey, 'id')
    if id == ARGV[3] then return redis.call('LRANGE', endedKey, 0, -1) end
    if id ~= ARGV[2] then return false end
    local count = tonumber(ARGV[6])
    if count >= 0 then
      local known = {}
      for n = 7, 6 + count do known[ARGV[n]] = true end
      for _, live in ipairs(redis.call('ZRANGEBYSCORE', operationsKey, '(' .. at, '+inf')) do
        if not known[live] and isAlive(live) then return false end
      end
    end
    beginGeneration(ARGV[3])
    redis.call('DEL', endedKey)
    local successors = {}
    for n = 7 + math.max(count, 0), #ARGV, 4 do successors[ARGV[n]] = n end

    local ids = redis.call('ZRANGE', operationsKey, 0, -1)
    for _, id in ipairs(ids) do
      local channels = redis.call('ZRANGEBYSCORE', channelsKey(id), '(' .. at, '+inf')
      inBatches(channels, 1, function(...) redis.call('RPUSH', endedKey, ...) end)
      local n = isAlive(id) and successors[id]
      if n then
        local before, after, channel = operationKey(id), operationKey(ARGV[n + 1]), ARGV[n + 3]
        -- Remove the dialects of expired channels, too.
        local dialects = {}
        for _, each in ipairs(redis.call('ZRANGE', channelsKey(id), 0, -1)) do
          dialects[#dialects + 1] = 'd' .. each
        end
        inBatches(dialects, 1, function(...) redis.call('HDEL', before, ...) end)
        redis.call('RENAME', before, after)
        redis.call('HSET', after, 'definition', ARGV[n + 2], 'd' .. channel, 'native')
        redis.call('ZADD', channelsKey(ARGV[n + 1]), momentAfter(ARGV[5]), channel)
      end
      endOperation(id)
      if n then settle(ARGV[n + 1]) end
    end
    redis.call('PEXPIRE', endedKey, 60000)
    if #ids > 0 then redis.call('PUBLISH', ARGV[4], cjson.encode(ids)) end
    return redis.call('LRANGE', endedKey, 0, -1)
  `),

  /** now, an id that was never used before → the id and the age of the topic's generation. */
  currentGeneration: script(`
    if redis.call('EXISTS', generationKey) == 0 then beginGeneration(ARGV[2]) end
    local id, began = unpack(redis.call('HMGET', generationKey, 'id', 'began'))
    return { id, whole(now - tonumber(began)) }
  `),
};
