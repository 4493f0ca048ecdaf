#include "record/durability.hpp"

#include <algorithm>
#include <charconv>

namespace wenzheng::record {
namespace {

std::string_view setting(reply_view config, std::string_view name) {
    for (std::size_t i = 0; i + 1 < config.size(); i += 2)
        if (config[i].text() == name) return config[i + 1].text();
    return {};
}

// ip=10.0.0.2,port=6379,state=online,offset=…,lag=0
std::string_view part(std::string_view line, std::string_view name) {
    while (!line.empty()) {
        const auto one = line.substr(0, line.find(','));
        line.remove_prefix(std::min(one.size() + 1, line.size()));
        if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=')
            return one.substr(name.size() + 1);
    }
    return {};
}

std::uint64_t number(std::string_view text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

replica_address address_in(std::string_view line) {
    return {std::string(part(line, "ip")), static_cast<std::uint16_t>(number(part(line, "port")))};
}

// What a master's INFO says of each replica.
std::vector<std::string_view> replica_lines(std::string_view info) {
    std::vector<std::string_view> lines;
    const auto listed = number(info_field(info, "connected_slaves"));
    for (std::uint64_t i = 0; i < listed; ++i) lines.push_back(info_field(info, "slave" + std::to_string(i)));
    return lines;
}

}  // namespace

std::string_view info_field(std::string_view info, std::string_view name) {
    const auto key = "\n" + std::string(name) + ":";
    const auto at = info.find(key);
    if (at == std::string_view::npos) return {};
    const auto value = info.substr(at + key.size());
    return value.substr(0, value.find_first_of("\r\n"));
}

std::vector<replica_address> linked_replicas(std::string_view info) {
    std::vector<replica_address> linked;
    for (const auto line : replica_lines(info))
        if (part(line, "state") == "online") linked.push_back(address_in(line));
    return linked;
}

std::uint64_t replication_offset(std::string_view master_info) {
    return number(info_field(master_info, "master_repl_offset"));
}

bool all_have(std::string_view info, const std::vector<replica_address>& each, std::uint64_t offset) {
    const auto lines = replica_lines(info);
    return std::all_of(each.begin(), each.end(), [&](const replica_address& one) {
        return std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
            return address_in(line) == one && part(line, "state") == "online" && number(part(line, "offset")) >= offset;
        });
    });
}

std::vector<std::string> why_not_durable(std::string_view info, reply_view config, std::size_t wanted_replicas) {
    std::vector<std::string> reasons;
    const auto need = [&](bool so, const char* reason) {
        if (!so) reasons.emplace_back(reason);
    };
    need(info_field(info, "loading") == "0", "loading");
    need(info_field(info, "role") == "master", "not_master");
    need(info_field(info, "aof_enabled") == "1", "aof_disabled");
    need(info_field(info, "aof_last_write_status") == "ok", "aof_write_failed");
    need(info_field(info, "aof_rewrite_in_progress") == "0" && info_field(info, "aof_rewrite_scheduled") == "0",
         "rewrite_running");
    need(linked_replicas(info).size() >= wanted_replicas, "replicas_missing");
    if (config.size() == 0) {
        reasons.emplace_back("config_unreadable");
        return reasons;
    }
    need(setting(config, "appendfsync") == "always", "appendfsync_not_always");
    need(setting(config, "no-appendfsync-on-rewrite") == "no", "fsync_paused_on_rewrite");
    return reasons;
}

bool is_durable_replica(std::string_view info, reply_view config) {
    return info_field(info, "aof_enabled") == "1" && info_field(info, "aof_last_write_status") == "ok" &&
           info_field(info, "aof_rewrite_in_progress") == "0" && info_field(info, "aof_rewrite_scheduled") == "0" &&
           info_field(info, "master_link_status") == "up" && setting(config, "appendfsync") == "always" &&
           setting(config, "no-appendfsync-on-rewrite") == "no";
}

}  // namespace wenzheng::record
