-- Votes.

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

-- The same of a ballot, which is asked for the same few marks again and again.
local function ballot_takes(hot, mark)
  local known = hot.taken[mark]
  if known == nil then
    known = takes(hot.choices, mark)
    hot.taken[mark] = known
  end
  return known
end

-- How what is stored of a nonce begins where the press counts.
local function begin_of(hot, mark)
  local begin = hot.begins[mark]
  if not begin then
    begin = hot.kind .. ' ' .. hot.ballot .. ' ' .. mark .. ' '
    hot.begins[mark] = begin
  end
  return begin
end

-- The rules of one press. Returns nil where it counts, else the code of the refusal.
local function refusal_of(hot, n, ballot, mark, attempt, staff, now, checked_in, own)
  if mark == '!' then return 'bad_message' end
  if hot.ballot ~= ballot then return 'ballot_not_open' end
  if hot.ends_at and now >= hot.ends_at then return 'ballot_not_open' end
  if checked_in ~= 1 then return 'not_checked_in' end
  if not hot.entitled[n] then return 'not_entitled' end
  if not ballot_takes(hot, mark) then return 'no_such_choice' end
  if own then
    if hot.press == 'first' then return 'already_voted' end
    if staff == '' and tonumber(attempt) <= attempt_of(own) then return 'attempt_superseded' end
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
    for n = 1, #members do any[n] = any[n] or members[n] == 1 end
  end
  return any
end

-- The two ballots that a vote can be for, with what is known there of each deputy.
local function ballots_for(p, deputies, now)
  local open, late = hot_ballot(p), late_ballot(p)
  if open.ballot and open.grace and open.ends_at and now >= open.ends_at then
    -- Its deadline has come and nobody has recorded the close yet: what comes now is late already.
    open.kind, open.ends_at = 'L', nil
    open, late = {}, open
  end
  for _, hot in ipairs({open, late}) do
    if hot.ballot then
      hot.entitled = entitled_to(p, hot, deputies)
      hot.own = redis.call('HMGET', p .. 'votes:' .. hot.ballot, unpack(deputies))
      hot.before, hot.writes, hot.size, hot.taken, hot.begins = {}, {}, 0, {}, {}
    end
  end
  -- A late vote goes before one that was in time: it is the newer.
  if late.ballot then
    for n, line in ipairs(redis.call('HMGET', p .. 'late:' .. late.ballot, unpack(deputies))) do
      late.own[n] = line or late.own[n]
    end
  end
  return open, late
end

-- A count of nonces as it is stored. Turning a number into text costs the store as much as looking a key up, and these few
-- come again with every vote.
local count_texts = {}
local function count_text(count)
  local text = count_texts[count]
  if not text then
    text = string.format('%d', count)
    count_texts[count] = text
  end
  return text
end

-- cast: KEYS prefix; ARGV most nonces a deputy, then for each vote seven: deputy, nonce, ballot, mark, attempt, receipt,
-- account. A mark of ! burns the nonce of a message that could not be read. With an account it is a press on a staff
-- tablet, which replaces what the deputy pressed before as his own next attempt would.
-- → one text a vote: what is stored of its nonce, or "N" (nonce_reused), "M" (too many nonces)
--
-- The hottest place there is, so one turn makes no table, numbers stay the texts they came as, and what several votes of
-- one deputy have to know of each other is kept only where one call really has several.
local function cast(keys, argv)
  local p = keys[1]
  local most = tonumber(argv[1])
  local now = now_ms()
  local tail = ' ' .. string.format('%d', now)
  local fields, deputies, seen, several, votes = {}, {}, {}, false, 0
  for i = 2, #argv, 7 do
    local deputy = argv[i]
    votes = votes + 1
    fields[votes] = deputy .. ' ' .. argv[i + 1]
    deputies[votes] = deputy
    if seen[deputy] then several = true end
    seen[deputy] = true
  end
  if votes == 0 then return {} end
  local open, late = ballots_for(p, deputies, now)
  local known = redis.call('HMGET', p .. 'nonces', unpack(fields))
  local kept = redis.call('HMGET', p .. 'nonce_counts', unpack(deputies))
  local checked_in = redis.call('SMISMEMBER', p .. 'present', unpack(deputies))
  local fresh, used = {}, {}  -- of this call, where it has several of one deputy: nonce → stored, deputy → how many
  local nonce_writes, count_writes, out, written = {}, {}, {}, 0
  for n = 1, votes do
    local at = n * 7 - 5
    local deputy, ballot, mark, attempt = deputies[n], argv[at + 2], argv[at + 3], argv[at + 4]
    local field = fields[n]
    local stored = known[n] or fresh[field]
    if stored then
      local content = ballot .. ' ' .. mark .. ' ' .. attempt .. ' '
      if string.sub(stored, 3, #content + 2) == content then out[n] = stored else out[n] = 'N' end
    else
      local count = used[deputy] or tonumber(kept[n] or 0)
      if count >= most then
        out[n] = 'M'
      else
        local hot = late.ballot == ballot and late or open
        local own = hot.ballot and (hot.before[deputy] or hot.own[n])
        local staff = argv[at + 6]
        local why = refusal_of(hot, n, ballot, mark, attempt, staff, now, checked_in[n], own)
        if why then
          stored = 'X ' .. ballot .. ' ' .. mark .. ' ' .. attempt .. ' ' .. why
        else
          local line = attempt .. ' ' .. argv[at + 5] .. tail
          stored = begin_of(hot, mark) .. line
          if staff ~= '' then line = ((own and attempt_of(own) or 0) + 1) .. ' ' .. argv[at + 5] .. tail .. ' ' .. staff end
          line = mark .. ' ' .. line
          if several then hot.before[deputy] = line end
          local writes, size = hot.writes, hot.size
          writes[size + 1] = deputy
          writes[size + 2] = line
          hot.size = size + 2
        end
        if several then fresh[field], used[deputy] = stored, count + 1 end
        nonce_writes[written + 1] = field
        nonce_writes[written + 2] = stored
        count_writes[written + 1] = deputy
        count_writes[written + 2] = count_text(count + 1)
        written = written + 2
        out[n] = stored
      end
    end
  end
  if written > 0 then
    redis.call('HSET', p .. 'nonces', unpack(nonce_writes))
    redis.call('HSET', p .. 'nonce_counts', unpack(count_writes))
  end
  if open.ballot and open.size > 0 then redis.call('HSET', p .. 'votes:' .. open.ballot, unpack(open.writes)) end
  if late.ballot and late.size > 0 then redis.call('HSET', p .. 'late:' .. late.ballot, unpack(late.writes)) end
  return out
end
