-- What is only asked, what is kept of the store itself, and what all of it is called by.

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
