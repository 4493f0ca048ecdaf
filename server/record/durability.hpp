// Whether an answer of Redis means that what was written survives a power cut (ARCHITECTURE, rule 5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/redis_reply.hpp"

namespace wenzheng::record {

// Reads INFO and CONFIG GET *append*; the reasons against opening a ballot now, empty where there are none:
// aof_disabled, appendfsync_not_always, fsync_paused_on_rewrite, aof_write_failed, rewrite_running, not_master,
// loading, config_unreadable, replicas_missing.
std::vector<std::string> why_not_durable(std::string_view info, reply_view config, std::size_t wanted_replicas = 0);

// The same of a replica: its copy survives a power cut as the master's does. While it rewrites its log it may not:
// after it was given the whole anew, its log counts only once that rewrite is done.
bool is_durable_replica(std::string_view info, reply_view config);

struct replica_address {
    std::string host;
    std::uint16_t port = 0;
    friend bool operator==(const replica_address&, const replica_address&) = default;
};

// Whether each of these has said, as the master's INFO tells it, that it has all up to `offset`.
bool all_have(std::string_view info, const std::vector<replica_address>& each, std::uint64_t offset);

// The replicas that follow the master now, as its INFO names them; one that is still being given the whole doesn't.
std::vector<replica_address> linked_replicas(std::string_view info);

// Of everything that was written to it.
std::uint64_t replication_offset(std::string_view master_info);

// The value behind `name:`; empty where INFO has none.
std::string_view info_field(std::string_view info, std::string_view name);

}  // namespace wenzheng::record
