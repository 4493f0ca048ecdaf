#!lua name=wenzheng

-- The store's half of wenzheng: everything that must be one step. One clock: TIME of this server.
--
-- Keys of one inquiry share the hash tag {id}; KEYS[1] is their prefix, wz:{id}:
--   events            stream   <rev>-0 → event (canonical JSON), at (ms), seal (JSON, at a close)
--   hot               hash     rev; of the open ballot: ballot, closes_at, electorate (a,b: binding first), press, display,
--                              choices: the marks it takes (,a,b, or #0:100 or ?q1,q2;,a,b,); grace: ms
--                              Of the ballot that closed last, while late votes are taken: late_ballot, late_until,
--                              late_electorate, late_press, late_choices
--   commands          hash     command id → "rev content": a repeated command gets its first answer
--   present           set      deputies checked in
--   electorate:<id>   set      deputies of that electorate
--   votes:<ballot>    hash     deputy → "mark attempt receipt at [account [late]]"; an account pressed on a staff
--                              tablet, - where only `late` is to be said: it came within the grace after the close and
--                              was admitted. A mark is a choice, #87 for a score, q1=a&q2=b for a questionnaire
--   late:<ballot>     hash     the same of votes that came within the grace and that nobody has admitted
--   nonces            hash     "deputy nonce" → "R ballot mark attempt receipt at" (confirmed), "L …" (the same, late)
--                              or "X ballot mark attempt code" (refused, for ever)
--   nonce_counts      hash     deputy → how many nonces are kept of him
-- Keys of the store, written by the node:
--   wz:epoch          the run of the store: another one once history was lost
--   wz:store          who this store is, for ever: a store that comes up without it has been emptied
--   wz:secret         cookies are signed with it
--   wz:writes         how many calls have written: a store that knows of fewer than a node has seen has lost some
--   wz:barrier        written before a WAIT, and read by nobody
--   wz:accounts       hash     account → {role, password, version}
--   wz:signed_out     hash     number of a signing in that was signed out → until when its cookie would be good
--   wz:inquiries      set      ids
--   wz:presence:{id}  hash     worker → who is connected to it

local VERSION = 4

local function now_ms()
  local t = redis.call('TIME')
  return tonumber(t[1]) * 1000 + math.floor(tonumber(t[2]) / 1000)
end

local function words(text)
  local out = {}
  for word in string.gmatch(text, '%S+') do out[#out + 1] = word end
  return out
end

local function redefine_roll(p, text)
  local roll = cjson.decode(text)
  for _, electorate in ipairs(roll.drop) do redis.call('DEL', p .. 'electorate:' .. electorate) end
  for electorate, deputies in pairs(roll.electorates) do
    local key = p .. 'electorate:' .. electorate
    redis.call('DEL', key)
    for from = 1, #deputies, 1000 do
      redis.call('SADD', key, unpack(deputies, from, math.min(from + 999, #deputies)))
    end
  end
  for _, deputy in ipairs(roll.absent) do redis.call('SREM', p .. 'present', deputy) end
end

-- What is counted of a ballot, as text.
local function sealed(p, ballot)
  local stored = redis.call('HGETALL', p .. 'votes:' .. ballot)
  local counts, votes = {}, {}
  for i = 1, #stored, 2 do
    local mark = string.match(stored[i + 1], '^%S+')
    counts[mark] = (counts[mark] or 0) + 1
    votes[stored[i]] = stored[i + 1]
  end
  return cjson.encode({counts = counts, votes = votes})
end

local function end_lateness(p)
  redis.call('HDEL', p .. 'hot', 'late_ballot', 'late_until', 'late_electorate', 'late_press', 'late_choices')
end

-- Ends the open ballot. From now on its votes are late, as long as its grace lasts.
local function seal(p, ballot, now)
  local h = redis.call('HMGET', p .. 'hot', 'grace', 'electorate', 'press', 'choices')
  if h[1] then
    redis.call('HSET', p .. 'hot', 'late_ballot', ballot, 'late_until', now + tonumber(h[1]), 'late_electorate', h[2],
      'late_press', h[3], 'late_choices', h[4])
  end
  redis.call('HDEL', p .. 'hot', 'ballot', 'closes_at', 'electorate', 'press', 'display', 'choices', 'grace')
  return sealed(p, ballot)
end

-- Counts the late votes that wait, and returns what the ballot comes to with them.
local function admit(p, ballot)
  local waiting = redis.call('HGETALL', p .. 'late:' .. ballot)
  for i = 1, #waiting, 2 do
    local w = words(waiting[i + 1])
    redis.call('HSET', p .. 'votes:' .. ballot, waiting[i],
      table.concat({w[1], w[2], w[3], w[4], w[5] or '-', 'late'}, ' '))
  end
  redis.call('DEL', p .. 'late:' .. ballot)
  return sealed(p, ballot)
end

-- No late vote is taken any more; those that nobody has admitted are told.
local function give_up(p, ballot)
  if redis.call('HGET', p .. 'hot', 'late_ballot') == ballot then end_lateness(p) end
  local waiting = redis.call('HGETALL', p .. 'late:' .. ballot)
  if #waiting == 0 then return nil end
  local votes = {}
  for i = 1, #waiting, 2 do votes[waiting[i]] = waiting[i + 1] end
  return cjson.encode({late = votes})
end

local OPERATIONS = {roll = true, present = true, absent = true, open = true, extend = true, seal = true, admit = true,
  ['late-end'] = true}

-- Looked at before the first write: an append is done whole or not at all.
local function is_known(op)
  return op == '' or OPERATIONS[string.match(op, '^%S+')] == true
end

-- What an event does to the keys that votes are checked against. Returns the seal, where it made one.
local function apply(p, op, now)
  local name, rest = string.match(op, '^(%S+) ?(.*)$')
  if name == 'roll' then redefine_roll(p, rest) return nil end
  local w = words(rest)
  if name == 'present' then redis.call('SADD', p .. 'present', w[1])
  elseif name == 'absent' then redis.call('SREM', p .. 'present', w[1])
  elseif name == 'open' then
    redis.call('HSET', p .. 'hot', 'ballot', w[1], 'electorate', w[2], 'press', w[3], 'display', w[4], 'choices', w[5])
    if w[6] ~= '-' then redis.call('HSET', p .. 'hot', 'closes_at', now + tonumber(w[6])) end
    if w[7] then redis.call('HSET', p .. 'hot', 'grace', w[7]) end
    end_lateness(p)
  elseif name == 'extend' then redis.call('HINCRBY', p .. 'hot', 'closes_at', w[2])
  elseif name == 'seal' then return seal(p, w[1], now)
  elseif name == 'admit' then return admit(p, w[1])
  elseif name == 'late-end' then return give_up(p, w[1])
  end
  return nil
end

-- Whether there is nothing left to do it to: a ballot is not extended once its deadline has come, and late votes that
-- don't wait are not admitted.
local function ended(p, op, now)
  if string.sub(op, 1, 6) == 'admit ' then return redis.call('EXISTS', p .. 'late:' .. string.sub(op, 7)) == 0 end
  if string.sub(op, 1, 7) ~= 'extend ' then return false end
  local closes_at = redis.call('HGET', p .. 'hot', 'closes_at')
  return not closes_at or now >= tonumber(closes_at)
end

-- append: KEYS prefix; ARGV expect, not_before, then for each event four: json, op, command id, content
-- → {ok, rev, at} | {stale, rev} | {again, rev, content} | {early, now} | {ended, rev}
local function append(keys, argv)
  local p = keys[1]
  local rev = tonumber(redis.call('HGET', p .. 'hot', 'rev') or '0')
  for i = 3, #argv, 4 do
    if argv[i + 2] ~= '' then
      local known = redis.call('HGET', p .. 'commands', argv[i + 2])
      if known then
        local first, content = string.match(known, '^(%S+) (.*)$')
        return {'again', first, content}
      end
    end
  end
  if rev ~= tonumber(argv[1]) then return {'stale', tostring(rev)} end
  local now = now_ms()
  if now < tonumber(argv[2]) then return {'early', tostring(now)} end
  for i = 3, #argv, 4 do
    if not is_known(argv[i + 1]) then return redis.error_reply('WENZHENG unknown op ' .. argv[i + 1]) end
    if ended(p, argv[i + 1], now) then return {'ended', tostring(rev)} end
  end
  for i = 3, #argv, 4 do
    rev = rev + 1
    local sealed = nil
    if argv[i + 1] ~= '' then sealed = apply(p, argv[i + 1], now) end
    local id = tostring(rev) .. '-0'
    if sealed then
      redis.call('XADD', p .. 'events', id, 'event', argv[i], 'at', tostring(now), 'seal', sealed)
    else
      redis.call('XADD', p .. 'events', id, 'event', argv[i], 'at', tostring(now))
    end
    if argv[i + 2] ~= '' then redis.call('HSET', p .. 'commands', argv[i + 2], rev .. ' ' .. argv[i + 3]) end
  end
  redis.call('HSET', p .. 'hot', 'rev', rev)
  return {'ok', tostring(rev), tostring(now)}
end
