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

}  // namespace

boost::system::result<redis_endpoint, std::string> read_redis_url(std::string_view url) {
    using result = boost::system::result<redis_endpoint, std::string>;
    const auto wrong = [](std::string why) { return result{boost::system::in_place_error, std::move(why)}; };
    redis_endpoint at;
    if (take_prefix(url, "unix://")) {
        if (!url.starts_with('/')) return wrong("unix:// needs an absolute path");
        at.unix_path = std::string(url);
        return at;
    }
    if (url.starts_with("redis-sentinel://")) return wrong("redis-sentinel:// is not supported by this version");
    if (!take_prefix(url, "redis://")) return wrong("a store's URL begins with redis:// or unix://");
    if (const auto sign = url.rfind('@'); sign != std::string_view::npos) {
        const auto login = url.substr(0, sign);
        const auto colon = login.find(':');
        if (colon == std::string_view::npos) return wrong("the login must be user:password or :password");
        at.user = std::string(login.substr(0, colon));
        at.password = std::string(login.substr(colon + 1));
        url.remove_prefix(sign + 1);
    }
    if (const auto slash = url.find('/'); slash != std::string_view::npos) {
        if (slash + 1 < url.size()) {
            const auto database = whole<int>(url.substr(slash + 1));
            if (!database || *database < 0) return wrong("the database must be a number");
            at.database = *database;
        }
        url = url.substr(0, slash);
    }
    const auto colon = url.rfind(':');
    if (colon != std::string_view::npos && url.find(']', colon) == std::string_view::npos) {
        const auto port = whole<std::uint16_t>(url.substr(colon + 1));
        if (!port) return wrong("the port must be a number");
        at.port = *port;
        url = url.substr(0, colon);
    }
    if (url.starts_with('[') && url.ends_with(']')) url = url.substr(1, url.size() - 2);
    if (url.empty()) return wrong("the host is missing");
    at.host = std::string(url);
    return at;
}

}  // namespace wenzheng::record
