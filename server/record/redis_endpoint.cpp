#include "record/redis_endpoint.hpp"

#include <charconv>
#include <optional>

namespace wenzheng::record {
namespace {

template <class number>
std::optional<number> whole(std::string_view text) {
    number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

using problem = std::optional<std::string>;

problem take_login(std::string_view& url, redis_endpoint& into) {
    const auto sign = url.rfind('@');
    if (sign == std::string_view::npos) return std::nullopt;
    const auto login = url.substr(0, sign);
    const auto colon = login.find(':');
    if (colon == std::string_view::npos) return "the login must be user:password or :password";
    into.user = std::string(login.substr(0, colon));
    into.password = std::string(login.substr(colon + 1));
    url.remove_prefix(sign + 1);
    return std::nullopt;
}

problem read_database(std::string_view text, redis_endpoint& into) {
    const auto database = whole<int>(text);
    if (!database || *database < 0) return "the database must be a number";
    into.database = *database;
    return std::nullopt;
}

// host, host:port, [address] or [address]:port. `port` keeps its value where none is named.
problem read_address(std::string_view text, std::string& host, std::uint16_t& port) {
    const auto colon = text.rfind(':');
    if (colon != std::string_view::npos && text.find(']', colon) == std::string_view::npos) {
        const auto number = whole<std::uint16_t>(text.substr(colon + 1));
        if (!number) return "the port must be a number";
        port = *number;
        text = text.substr(0, colon);
    }
    if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
    if (text.empty()) return "the host is missing";
    host = std::string(text);
    return std::nullopt;
}

problem read_single(std::string_view url, redis_endpoint& into) {
    if (auto wrong = take_login(url, into)) return wrong;
    if (const auto slash = url.find('/'); slash != std::string_view::npos) {
        if (slash + 1 < url.size())
            if (auto wrong = read_database(url.substr(slash + 1), into)) return wrong;
        url = url.substr(0, slash);
    }
    return read_address(url, into.host, into.port);
}

problem read_sentinels(std::string_view url, redis_endpoint& into) {
    constexpr std::string_view password = "sentinel_password=";
    // Behind the login only: a password may hold a question mark.
    const auto login_end = url.rfind('@') == std::string_view::npos ? 0 : url.rfind('@');
    if (const auto mark = url.find('?', login_end); mark != std::string_view::npos) {
        auto setting = url.substr(mark + 1);
        if (!take_prefix(setting, password)) return "only sentinel_password may follow the question mark";
        into.sentinel_password = std::string(setting);
        url = url.substr(0, mark);
    }
    if (auto wrong = take_login(url, into)) return wrong;
    const auto slash = url.find('/');
    if (slash == std::string_view::npos || slash + 1 == url.size()) return "the service's name is missing";
    auto service = url.substr(slash + 1);
    if (const auto next = service.find('/'); next != std::string_view::npos) {
        if (next + 1 < service.size())
            if (auto wrong = read_database(service.substr(next + 1), into)) return wrong;
        service = service.substr(0, next);
    }
    if (service.empty()) return "the service's name is missing";
    into.service = std::string(service);
    auto rest = url.substr(0, slash);
    while (true) {
        const auto comma = rest.find(',');
        auto& one = into.sentinels.emplace_back();
        if (auto wrong = read_address(rest.substr(0, comma), one.host, one.port)) return wrong;
        if (comma == std::string_view::npos) return std::nullopt;
        rest.remove_prefix(comma + 1);
    }
}

}  // namespace

boost::system::result<redis_endpoint, std::string> read_redis_url(std::string_view url) {
    using result = boost::system::result<redis_endpoint, std::string>;
    redis_endpoint at;
    problem wrong;
    if (take_prefix(url, "unix://")) {
        if (url.starts_with('/'))
            at.unix_path = std::string(url);
        else
            wrong = "unix:// needs an absolute path";
    } else if (take_prefix(url, "redis-sentinel://")) {
        wrong = read_sentinels(url, at);
    } else if (take_prefix(url, "redis://")) {
        wrong = read_single(url, at);
    } else {
        wrong = "a store's URL begins with redis://, redis-sentinel:// or unix://";
    }
    if (wrong) return result{boost::system::in_place_error, std::move(*wrong)};
    return at;
}

}  // namespace wenzheng::record
