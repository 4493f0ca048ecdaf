#include "program/config.hpp"

#include <toml++/toml.h>
#include <charconv>
#include <optional>

#include <functional>
#include <map>

namespace wenzheng::program {
namespace {

using problem = std::optional<std::string>;

problem set_listen(config& into, const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return "listen must be HOST:PORT, not " + text;
    auto host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const auto port = text.substr(colon + 1);
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), number);
    if (error != std::errc{} || end != port.data() + port.size() || port.empty() || host.empty())
        return "listen must be HOST:PORT, not " + text;
    into.host = host;
    into.port = number;
    return std::nullopt;
}

using setter = std::function<problem(config&, const toml::node&)>;

setter text(std::string config::*member) {
    return [member](config& into, const toml::node& value) -> problem {
        const auto text = value.value_exact<std::string>();
        if (!text) return "must be a string";
        into.*member = *text;
        return std::nullopt;
    };
}

problem set_workers(config& into, const toml::node& value) {
    const auto n = value.value_exact<std::int64_t>();
    if (!n || *n < 1 || *n > 256) return "must be a whole number from 1 to 256";
    into.workers = static_cast<unsigned>(*n);
    return std::nullopt;
}

problem set_replicas(config& into, const toml::node& value) {
    const auto n = value.value_exact<std::int64_t>();
    if (!n || *n < 0 || *n > static_cast<std::int64_t>(limits::replicas_wanted))
        return "must be a whole number from 0 to " + std::to_string(limits::replicas_wanted);
    into.replicas = static_cast<std::size_t>(*n);
    return std::nullopt;
}

problem set_log_rewrite(config& into, const toml::node& value) {
    const auto n = value.value_exact<std::int64_t>();
    if (!n || *n < 1) return "must be a whole number of bytes above 0";
    into.log_rewrite_bytes = static_cast<std::uint64_t>(*n);
    return std::nullopt;
}

problem set_own_descriptors(config& into, const toml::node& value) {
    const auto n = value.value_exact<std::int64_t>();
    if (!n || *n < static_cast<std::int64_t>(limits::own_descriptors_min))
        return "must be a whole number from " + std::to_string(limits::own_descriptors_min);
    into.seats.own_descriptors = static_cast<std::size_t>(*n);
    return std::nullopt;
}

problem set_kept_seats(config& into, const toml::node& value) {
    const auto n = value.value_exact<std::int64_t>();
    if (!n || *n < 0) return "must be a whole number";
    into.seats.kept_seats = static_cast<std::size_t>(*n);
    return std::nullopt;
}

problem set_message_rate(config& into, const toml::node& value) {
    const auto word = value.value_exact<std::string>();
    if (!word || (*word != "on" && *word != "off")) return "must be \"on\" or \"off\"";
    into.message_rates = *word == "on";
    return std::nullopt;
}

problem set_origins(config& into, const toml::node& value) {
    const auto* all = value.as_array();
    if (all == nullptr) return "must be an array of strings";
    for (const auto& one : *all) {
        const auto origin = one.value_exact<std::string>();
        if (!origin) return "must be an array of strings";
        into.allowed_origins.push_back(*origin);
    }
    return std::nullopt;
}

problem set_trusted(config& into, const toml::node& value) {
    const auto* all = value.as_array();
    if (all == nullptr) return "must be an array of addresses and networks";
    std::vector<std::string> texts;
    for (const auto& one : *all) texts.push_back(one.value_exact<std::string>().value_or(""));
    auto read = net::trusted_proxies::read(texts);
    if (!read) return "must be an array of addresses and networks, not " + read.error();
    into.trusted = std::move(*read);
    return std::nullopt;
}

const std::map<std::string, setter>& settings() {
    static const std::map<std::string, setter> all{
        {"listen",
         [](config& into, const toml::node& value) -> problem {
             const auto text = value.value_exact<std::string>();
             return text ? set_listen(into, *text) : problem("must be a string");
         }},
        {"data_dir", text(&config::data_dir)},
        {"redis", text(&config::redis)},
        {"replicas", set_replicas},
        {"log_rewrite_bytes", set_log_rewrite},
        {"workers", set_workers},
        {"web_dir", text(&config::web_dir)},
        {"evidence_dir", text(&config::evidence_dir)},
        {"allowed_origins", set_origins},
        {"metrics_token", text(&config::metrics_token)},
        {"frame_ancestors", text(&config::frame_ancestors)},
        {"message_rate", set_message_rate},
        {"own_descriptors", set_own_descriptors},
        {"kept_seats", set_kept_seats},
        {"tls_certificate", text(&config::tls_certificate)},
        {"tls_key", text(&config::tls_key)},
        {"trusted_proxies", set_trusted},
        {"log_level", text(&config::log_level)},
    };
    return all;
}

problem read_file(config& into, const std::string& path) {
    try {
        const auto table = toml::parse_file(path);
        for (const auto& [key, value] : table) {
            const std::string name(key.str());
            const auto found = settings().find(name);
            if (found == settings().end()) return path + ": unknown setting " + name;
            if (const auto wrong = found->second(into, value)) return path + ": " + name + " " + *wrong;
        }
    } catch (const toml::parse_error& e) {
        return path + ", line " + std::to_string(e.source().begin.line) + ": " + std::string(e.description());
    }
    return std::nullopt;
}

}  // namespace

boost::system::result<config, std::string> make_config(const serve_flags& flags) {
    using result = boost::system::result<config, std::string>;
    config made;
    problem wrong;
    if (!flags.config_file.empty()) wrong = read_file(made, flags.config_file);
    if (!wrong && !flags.listen.empty()) wrong = set_listen(made, flags.listen);
    if (wrong) return result{boost::system::in_place_error, *wrong};
    if (!flags.data_dir.empty()) made.data_dir = flags.data_dir;
    if (!flags.redis.empty()) made.redis = flags.redis;
    if (!flags.web_dir.empty()) made.web_dir = flags.web_dir;
    if (!flags.evidence_dir.empty()) made.evidence_dir = flags.evidence_dir;
    if (made.evidence_dir.empty()) made.evidence_dir = made.data_dir + "/evidence";
    if (!flags.tls_certificate.empty()) made.tls_certificate = flags.tls_certificate;
    if (!flags.tls_key.empty()) made.tls_key = flags.tls_key;
    if (made.tls_certificate.empty() != made.tls_key.empty())
        return result{boost::system::in_place_error, "TLS needs both a certificate and its key"};
    if (flags.workers != 0) made.workers = flags.workers;
    if (flags.replicas) made.replicas = *flags.replicas;
    made.sample = flags.sample;
    return result{boost::system::in_place_value, std::move(made)};
}

}  // namespace wenzheng::program
