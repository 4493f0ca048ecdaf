#include "record/durability.hpp"

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
    std::uint32_t listed = 0;
    const auto count = info_field(info, "connected_slaves");
    std::from_chars(count.data(), count.data() + count.size(), listed);
    for (std::uint32_t i = 0; i < listed; ++i) {
        const auto line = info_field(info, "slave" + std::to_string(i));
        if (part(line, "state") != "online") continue;
        replica_address one{std::string(part(line, "ip")), 0};
        const auto port = part(line, "port");
        std::from_chars(port.data(), port.data() + port.size(), one.port);
        linked.push_back(std::move(one));
    }
    return linked;
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
