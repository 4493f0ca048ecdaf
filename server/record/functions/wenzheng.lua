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
--   wz:inquiries      set      ids
--   wz:presence:{id}  hash     worker → who is connected to it

local VERSION = 3

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

local function attempt_of(line)
  return tonumber(string.match(line, '^%S+ (%S+)'))
end

-- Whether the ballot can be answered so.
local function takes(spec, mark)
  local kind = string.sub(spec, 1, 1)
  if kind == ',' then return string.find(spec, ',' .. mark .. ',', 1, true) ~= nil end
  if kind == '#' then
    local least, most = string.match(spec, '^#(%d+):(%d+)$')
    local score = string.match(mark, '^#(%d+)$')
    return score ~= nil and tonumber(score) >= tonumber(least) and tonumber(score) <= tonumber(most)
  end
  local questions, choices = string.match(spec, '^%?([^;]*);(.*)$')
  local answers = string.gmatch(mark, '[^&]+')
  for wanted in string.gmatch(questions, '[^,]+') do
    local question, choice = string.match(answers() or '', '^([^=]+)=(.+)$')
    if question ~= wanted or not string.find(choices, ',' .. choice .. ',', 1, true) then return false end
  end
  return answers() == nil
end

-- The rules of one press. Returns nil where it counts, else the code of the refusal.
local function refusal_of(vote, hot, now, checked_in, entitled, own)
  if vote.mark == '!' then return 'bad_message' end
  if hot.ballot ~= vote.ballot then return 'ballot_not_open' end
  if hot.ends_at and now >= hot.ends_at then return 'ballot_not_open' end
  if checked_in ~= 1 then return 'not_checked_in' end
  if not entitled then return 'not_entitled' end
  if not takes(hot.choices, vote.mark) then return 'no_such_choice' end
  if own then
    if hot.press == 'first' then return 'already_voted' end
    if vote.staff == '' and vote.attempt <= attempt_of(own) then return 'attempt_superseded' end
  end
  return nil
end

-- The ballot that is open, and where votes are.
local function hot_ballot(p)
  local h = redis.call('HMGET', p .. 'hot', 'ballot', 'closes_at', 'electorate', 'press', 'choices', 'display', 'grace')
  return {ballot = h[1], ends_at = h[2] and tonumber(h[2]), electorate = h[3], press = h[4], choices = h[5],
          display = h[6], grace = h[7], kind = 'R'}
end

-- The ballot that closed last, while it takes late votes.
local function late_ballot(p)
  local h = redis.call('HMGET', p .. 'hot', 'late_ballot', 'late_until', 'late_electorate', 'late_press', 'late_choices')
  return {ballot = h[1], ends_at = h[2] and tonumber(h[2]), electorate = h[3], press = h[4], choices = h[5], kind = 'L'}
end

-- Of each deputy: whether one of the ballot's electorates is his.
local function entitled_to(p, hot, deputies)
  local any = {}
  for electorate in string.gmatch(hot.electorate, '[^,]+') do
    local members = redis.call('SMISMEMBER', p .. 'electorate:' .. electorate, unpack(deputies))
    for n, is_member in ipairs(members) do any[n] = any[n] or is_member == 1 end
  end
  return any
end

-- cast: KEYS prefix; ARGV most nonces a deputy, then for each vote seven: deputy, nonce, ballot, mark, attempt, receipt,
-- account. A mark of ! burns the nonce of a message that could not be read. With an account it is a press on a staff
-- tablet, which replaces what the deputy pressed before as his own next attempt would.
-- → one text a vote: what is stored of its nonce, or "N" (nonce_reused), "M" (too many nonces)
local function cast(keys, argv)
  local p = keys[1]
  local most = tonumber(argv[1])
  local open, now = hot_ballot(p), now_ms()
  local late = late_ballot(p)
  if open.ballot and open.grace and open.ends_at and now >= open.ends_at then
    -- Its deadline has come and nobody has recorded the close yet: what comes now is late already.
    open.kind, open.ends_at = 'L', nil
    open, late = {}, open
  end
  local votes, fields, deputies = {}, {}, {}
  for i = 2, #argv, 7 do
    local n = #votes + 1
    votes[n] = {ballot = argv[i + 2], mark = argv[i + 3], attempt = tonumber(argv[i + 4]), receipt = argv[i + 5],
                staff = argv[i + 6]}
    fields[n] = argv[i] .. ' ' .. argv[i + 1]
    deputies[n] = argv[i]
  end
  if #votes == 0 then return {} end
  local known = redis.call('HMGET', p .. 'nonces', unpack(fields))
  local kept = redis.call('HMGET', p .. 'nonce_counts', unpack(deputies))
  local checked_in = redis.call('SMISMEMBER', p .. 'present', unpack(deputies))
  for _, hot in ipairs({open, late}) do
    if hot.ballot then
      hot.entitled = entitled_to(p, hot, deputies)
      hot.own = redis.call('HMGET', p .. 'votes:' .. hot.ballot, unpack(deputies))
      hot.before, hot.writes = {}, {}
    end
  end
  -- A late vote goes before one that was in time: it is the newer.
  if late.ballot then
    for n, line in ipairs(redis.call('HMGET', p .. 'late:' .. late.ballot, unpack(deputies))) do
      late.own[n] = line or late.own[n]
    end
  end
  local fresh, used = {}, {}
  local nonce_writes, count_writes, out = {}, {}, {}
  for n, vote in ipairs(votes) do
    local field, deputy = fields[n], deputies[n]
    local content = vote.ballot .. ' ' .. vote.mark .. ' ' .. vote.attempt
    local stored = fresh[field] or known[n]
    if stored then
      if string.sub(stored, 3, #content + 3) == content .. ' ' then out[n] = stored else out[n] = 'N' end
    else
      local count = used[deputy] or tonumber(kept[n] or '0')
      if count >= most then
        out[n] = 'M'
      else
        local hot = late.ballot == vote.ballot and late or open
        local before = hot.ballot and (hot.before[deputy] or hot.own[n])
        local why = refusal_of(vote, hot, now, checked_in[n], hot.ballot and hot.entitled[n], before)
        if why then
          stored = 'X ' .. content .. ' ' .. why
        else
          stored = hot.kind .. ' ' .. content .. ' ' .. vote.receipt .. ' ' .. now
          local attempt = vote.attempt
          if vote.staff ~= '' then attempt = (before and attempt_of(before) or 0) + 1 end
          local ballot_line = vote.mark .. ' ' .. attempt .. ' ' .. vote.receipt .. ' ' .. now
          if vote.staff ~= '' then ballot_line = ballot_line .. ' ' .. vote.staff end
          hot.before[deputy] = ballot_line
          hot.writes[#hot.writes + 1] = deputy
          hot.writes[#hot.writes + 1] = ballot_line
        end
        fresh[field] = stored
        used[deputy] = count + 1
        nonce_writes[#nonce_writes + 1] = field
        nonce_writes[#nonce_writes + 1] = stored
        out[n] = stored
      end
    end
  end
  if #nonce_writes > 0 then redis.call('HSET', p .. 'nonces', unpack(nonce_writes)) end
  for deputy, count in pairs(used) do
    count_writes[#count_writes + 1] = deputy
    count_writes[#count_writes + 1] = count
  end
  if #count_writes > 0 then redis.call('HSET', p .. 'nonce_counts', unpack(count_writes)) end
  if open.ballot and #open.writes > 0 then redis.call('HSET', p .. 'votes:' .. open.ballot, unpack(open.writes)) end
  if late.ballot and #late.writes > 0 then redis.call('HSET', p .. 'late:' .. late.ballot, unpack(late.writes)) end
  return out
end

-- progress: KEYS prefix; ARGV ballot, 1 to have the voters named
-- → {cast, voters, counts as mark, n, …, late votes that wait}; counts only of a ballot that is open for immediate display
local function progress(keys, argv)
  local p = keys[1]
  local votes = p .. 'votes:' .. argv[1]
  local voters, counts = {}, {}
  if argv[2] == '1' then voters = redis.call('HKEYS', votes) end
  local hot = hot_ballot(p)
  if hot.ballot == argv[1] and hot.display == 'immediate' then
    local tally = {}
    for _, line in ipairs(redis.call('HVALS', votes)) do
      local mark = string.match(line, '^%S+')
      tally[mark] = (tally[mark] or 0) + 1
    end
    for mark, n in pairs(tally) do
      counts[#counts + 1] = mark
      counts[#counts + 1] = tostring(n)
    end
  end
  return {tostring(redis.call('HLEN', votes)), voters, counts, tostring(redis.call('HLEN', p .. 'late:' .. argv[1]))}
end

-- own_votes: KEYS prefix; ARGV deputy, ballots… → two texts a ballot, as in votes:<ballot> and late:<ballot>, or false
local function own_votes(keys, argv)
  local out = {}
  for i = 2, #argv do
    out[#out + 1] = redis.call('HGET', keys[1] .. 'votes:' .. argv[i], argv[1])
    out[#out + 1] = redis.call('HGET', keys[1] .. 'late:' .. argv[i], argv[1])
  end
  return out
end

-- replace_account: KEYS accounts; ARGV account, from, to, role. Puts `to` in the place of `from` (nothing: deletes) if
-- that is still there and an administrator is left. → done | changed | last_admin
local function replace_account(keys, argv)
  local all = redis.call('HGETALL', keys[1])
  local account, from, to, role = argv[1], argv[2], argv[3], argv[4]
  local now, other_admins = nil, 0
  for i = 1, #all, 2 do
    if all[i] == account then now = all[i + 1]
    elseif cjson.decode(all[i + 1]).role == 'admin' then other_admins = other_admins + 1 end
  end
  if now ~= from then return 'changed' end
  if role ~= 'admin' and other_admins == 0 and cjson.decode(now).role == 'admin' then return 'last_admin' end
  if to == '' then redis.call('HDEL', keys[1], account) else redis.call('HSET', keys[1], account, to) end
  return 'done'
end

-- renew_epoch: KEYS epoch; ARGV known, next. The first node that finds history lost begins another epoch. → the epoch
local function renew_epoch(keys, argv)
  local now = redis.call('GET', keys[1])
  if now == argv[1] then
    redis.call('SET', keys[1], argv[2])
    now = argv[2]
  end
  return now
end

redis.register_function('wz_append', append)
redis.register_function('wz_cast', cast)
redis.register_function('wz_replace_account', replace_account)
redis.register_function('wz_renew_epoch', renew_epoch)
redis.register_function{function_name = 'wz_progress', callback = progress, flags = {'no-writes'}}
redis.register_function{function_name = 'wz_own_votes', callback = own_votes, flags = {'no-writes'}}
redis.register_function{function_name = 'wz_version', callback = function() return VERSION end, flags = {'no-writes'}}
