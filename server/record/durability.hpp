// Whether an answer of Redis means that what was written survives a power cut (ARCHITECTURE, rule 5).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "record/redis_reply.hpp"

namespace wenzheng::record {

// Reads INFO and CONFIG GET *append*; the reasons against opening a ballot now, empty where there are none:
// aof_disabled, appendfsync_not_always, fsync_paused_on_rewrite, aof_write_failed, rewrite_running, not_master,
// loading, config_unreadable.
std::vector<std::string> why_not_durable(std::string_view info, reply_view config);

}  // namespace wenzheng::record
