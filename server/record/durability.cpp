#include "record/durability.hpp"

namespace wenzheng::record {
namespace {

std::string_view field(std::string_view info, std::string_view name) {
    const auto key = "\n" + std::string(name) + ":";
    const auto at = info.find(key);
    if (at == std::string_view::npos) return {};
    const auto value = info.substr(at + key.size());
    return value.substr(0, value.find_first_of("\r\n"));
}

std::string_view setting(reply_view config, std::string_view name) {
    for (std::size_t i = 0; i + 1 < config.size(); i += 2)
        if (config[i].text() == name) return config[i + 1].text();
    return {};
}

}  // namespace

std::vector<std::string> why_not_durable(std::string_view info, reply_view config) {
    std::vector<std::string> reasons;
    const auto need = [&](bool so, const char* reason) {
        if (!so) reasons.emplace_back(reason);
    };
    need(field(info, "loading") == "0", "loading");
    need(field(info, "role") == "master", "not_master");
    need(field(info, "aof_enabled") == "1", "aof_disabled");
    need(field(info, "aof_last_write_status") == "ok", "aof_write_failed");
    need(field(info, "aof_rewrite_in_progress") == "0" && field(info, "aof_rewrite_scheduled") == "0",
         "rewrite_running");
    if (config.size() == 0) {
        reasons.emplace_back("config_unreadable");
        return reasons;
    }
    need(setting(config, "appendfsync") == "always", "appendfsync_not_always");
    need(setting(config, "no-appendfsync-on-rewrite") == "no", "fsync_paused_on_rewrite");
    return reasons;
}

}  // namespace wenzheng::record
