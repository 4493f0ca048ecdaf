#include "rehearse/options.hpp"

#include <algorithm>
#include <charconv>

namespace wenzheng::rehearse {
namespace {

constexpr int max_clients = 60'000;  // what one address can open towards one port
constexpr int max_deputies = 5'000;  // on the roll of one inquiry
constexpr int max_rounds = 100;
constexpr std::size_t max_id_length = 40;

bool is_port(std::string_view text) {
    int value = 0;
    const auto* end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data(), end, value);
    return parsed.ec == std::errc{} && parsed.ptr == end && value > 0 && value < 65536;
}

bool is_id(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= max_id_length && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace

std::optional<server_address> parse_url(std::string_view url) {
    constexpr std::string_view plain = "http://";
    constexpr std::string_view secure = "https://";
    server_address found;
    found.tls = url.starts_with(secure);
    if (!found.tls && !url.starts_with(plain)) return std::nullopt;
    auto rest = url.substr(found.tls ? secure.size() : plain.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.empty() || rest.find_first_of("/?#@ ") != std::string_view::npos) return std::nullopt;

    found.authority = rest;
    const auto bracket = rest.starts_with('[') ? rest.find(']') : std::string_view::npos;
    const auto host_end = rest.starts_with('[') ? bracket : rest.find(':');
    if (rest.starts_with('[')) {
        if (bracket == std::string_view::npos) return std::nullopt;
        found.host = rest.substr(1, bracket - 1);
        rest.remove_prefix(bracket + 1);
    } else {
        found.host = rest.substr(0, host_end);
        rest.remove_prefix(std::min(host_end, rest.size()));
    }
    if (found.host.empty()) return std::nullopt;
    if (rest.empty()) {
        found.port = found.tls ? "443" : "80";
        return found;
    }
    if (rest.front() != ':' || !is_port(rest.substr(1))) return std::nullopt;
    found.port = rest.substr(1);
    return found;
}

std::optional<std::string> problem_of(const options& chosen) {
    const auto server = parse_url(chosen.url);
    if (!server) return "--url has to be http://HOST:PORT or https://HOST:PORT";
    if (!server->tls && (chosen.insecure || !chosen.ca.empty())) return "--ca and --insecure are for https:// only";
    if (chosen.insecure && !chosen.ca.empty()) return "--ca and --insecure exclude each other";
    if (chosen.account.empty()) return "--account is empty";
    if (chosen.password_env.empty()) return "--password-env is empty";
    if (chosen.deputies < 1 || chosen.deputies > max_deputies) return "--deputies has to be 1 to 5000";
    if (chosen.viewers < 0) return "--viewers can't be negative";
    if (chosen.deputies > max_clients - chosen.viewers) return "more than 60000 clients don't fit one address";
    if (chosen.rounds < 1 || chosen.rounds > max_rounds) return "--rounds has to be 1 to 100";
    if (!chosen.join.empty() && !is_id(chosen.join)) return "--join has to be the id of an inquiry";
    return std::nullopt;
}

}  // namespace wenzheng::rehearse
