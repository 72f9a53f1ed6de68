import { lease, mail, operations, prelude } from './prelude.ts';

/** The format of a stored result: `<expiry>:<length of the event id>:<event id><body>`. */
const results = `
local function packResult(expiry, event, body) return expiry .. ':' .. #event .. ':' .. event .. body end
local function unpackResult(packed)
  local expiry, length, rest = string.match(packed, '^(%d+):(%d+):(.*)$')
  return tonumber(expiry), string.sub(rest, 1, tonumber(length)), string.sub(rest, tonumber(length) + 1)
end

-- Restarts the log of a live operation if it ends before a position that it had.
local function restartIfBehind(id, epoch, offset, newEpoch)
  local key = operationKey(id)
  local head = redis.call('HMGET', key, 'epoch', 'top', 'low')
  if head[1] ~= epoch or tonumber(head[2]) >= offset then return false end
  for n = tonumber(head[3]), tonumber(head[2]) do
    local number = whole(n)
    local _, event = unpackResult(redis.call('HGET', key, 'r' .. number))
    redis.call('HDEL', key, 'r' .. number, 'e' .. event)
  end
  redis.call('HSET', key, 'epoch', newEpoch, 'top', 0, 'low', 1)
  return true
end
`;

const script = (lua: string) => prelude + operations + lease + mail + results + lua;

/** Scripts on one topic's logs. `KEYS[1]`: the topic. */
export const logScripts = {
  /**
   * Appends all entries in one script: Redis runs a script atomically, which a sequence of calls would not be.
   *
   * now, token, pub/sub channel, maximum number of results, ttl of each, epoch for restarted logs, known positions as
   * JSON by operation, then operation, event id and body of each entry → for each entry: its number, or
   * `<number>:<body>` if the log already has the event, or nothing if the operation has ended; then each operation
   * followed by its epoch. Returns nothing if the lease is lost.
   */
  appendResults: script(`
    if not isHeld(ARGV[2]) then return false end
    local keep, expiry, knownPositions = tonumber(ARGV[4]), momentAfter(ARGV[5]), cjson.decode(ARGV[7])

    local logs, ids = {}, {}
    for n = 8, #ARGV, 3 do
      local id = ARGV[n]
      if logs[id] == nil then
        logs[id] = isAlive(id) and { fields = { 'epoch', 'top', 'low' }, added = {}, writes = {} }
        if logs[id] then ids[#ids + 1] = id end
      end
      local fields = logs[id] and logs[id].fields
      if fields then fields[#fields + 1] = 'e' .. ARGV[n + 1] end
    end
    for _, id in ipairs(ids) do
      local log, position = logs[id], knownPositions[id]
      if position then restartIfBehind(id, position.epoch, position.offset, ARGV[6]) end
      local values = readFields(operationKey(id), log.fields)
      log.epoch, log.top, log.low = values[1], tonumber(values[2]), tonumber(values[3])
      log.known = {}
      for n = 4, #values do log.known[log.fields[n]] = values[n] end
    end

    local numbers = {}
    for n = 8, #ARGV, 3 do
      local log, event, body = logs[ARGV[n]], ARGV[n + 1], ARGV[n + 2]
      local reply = false
      if log then
        local known = log.known['e' .. event]
        if log.added[event] then
          reply = numbers[(log.added[event] - 5) / 3] .. ':' .. ARGV[log.added[event] + 2]
        elseif known then
          local _, _, before = unpackResult(redis.call('HGET', operationKey(ARGV[n]), 'r' .. known))
          reply = known .. ':' .. before
        else
          log.top = log.top + 1
          local number = whole(log.top)
          local writes = log.writes
          local count = #writes
          writes[count + 1], writes[count + 2] = 'r' .. number, packResult(expiry, event, body)
          writes[count + 3], writes[count + 4] = 'e' .. event, number
          log.added[event] = n
          reply = number
        end
      end
      numbers[#numbers + 1] = reply
    end

    local epochs = {}
    for _, id in ipairs(ids) do
      local log, key = logs[id], operationKey(id)
      inBatches(log.writes, 1, function(...) redis.call('HSET', key, ...) end)
      while log.low <= log.top do
        local number = whole(log.low)
        local kept, event = unpackResult(redis.call('HGET', key, 'r' .. number))
        if log.low > log.top - keep and kept > now then break end
        -- The event is still in the mailbox and can be appended again. It must get the same number then.
        if redis.call('ZSCORE', queueKey, event) then break end
        redis.call('HDEL', key, 'r' .. number, 'e' .. event)
        log.low = log.low + 1
      end
      redis.call('HSET', key, 'top', whole(log.top), 'low', whole(log.low))
      epochs[#epochs + 1] = id
      epochs[#epochs + 1] = log.epoch
    end
    if #ids > 0 then redis.call('PUBLISH', ARGV[3], cjson.encode(ids)) end
    return { numbers, epochs }
  `),

  /**
   * now, operation, known epoch and offset, new epoch, pub/sub channel → epoch, top; nothing if the operation is not
   * alive.
   */
  restartLog: script(`
    local id = ARGV[2]
    if not isAlive(id) then return false end
    if restartIfBehind(id, ARGV[3], tonumber(ARGV[4]), ARGV[5]) then
      redis.call('PUBLISH', ARGV[6], cjson.encode({ id }))
    end
    return redis.call('HMGET', operationKey(id), 'epoch', 'top')
  `),

  /**
   * now, operation, epoch, offset, maximum bytes of bodies → epoch, top, then event id and body of each result that
   * fits (the first one in any case), or nothing in place of them if the results are no longer stored. Returns nothing
   * at all if the operation is not alive.
   */
  resultsSince: script(`
    local id, from = ARGV[2], tonumber(ARGV[4])
    if not isAlive(id) then return false end
    local head = redis.call('HMGET', operationKey(id), 'epoch', 'top', 'low')
    local top = tonumber(head[2])
    local gone = { head[1], head[2], false }
    if head[1] ~= ARGV[3] or from > top or from + 1 < tonumber(head[3]) then return gone end
    local reply, room = {}, tonumber(ARGV[5])
    for number = from + 1, top do
      local kept, event, body = unpackResult(redis.call('HGET', operationKey(id), 'r' .. whole(number)))
      room = room - #body
      if #reply > 0 and room < 0 then break end
      if kept <= now then return gone end
      reply[#reply + 1] = event
      reply[#reply + 1] = body
    end
    return { head[1], head[2], reply }
  `),
};
