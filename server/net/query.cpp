#include "net/query.hpp"

#include <charconv>

namespace wenzheng::net {
namespace {

std::optional<std::string> decoded(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '+') {
            out += ' ';
        } else if (text[i] != '%') {
            out += text[i];
        } else {
            const auto digits = text.substr(i + 1, 2);
            unsigned value = 0;
            const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
            if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
            out += static_cast<char>(value);
            i += 2;
        }
    }
    return out;
}

}  // namespace

std::optional<std::string> query_value(std::string_view target, std::string_view name) {
    const auto mark = target.find('?');
    if (mark == std::string_view::npos) return std::nullopt;
    auto rest = target.substr(mark + 1);
    std::optional<std::string_view> found;
    while (!rest.empty()) {
        const auto end = rest.find('&');
        const auto pair = rest.substr(0, end);
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
            if (found) return std::nullopt;
            found = pair.substr(name.size() + 1);
        }
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    }
    if (!found) return std::nullopt;
    return decoded(*found);
}

}  // namespace wenzheng::net
