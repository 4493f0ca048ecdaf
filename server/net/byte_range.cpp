#include "net/byte_range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace wenzheng::net {
namespace {

std::optional<std::uint64_t> number_in(std::string_view text) noexcept {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string_view trimmed(std::string_view text) noexcept {
    while (text.starts_with(' ') || text.starts_with('\t')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\t')) text.remove_suffix(1);
    return text;
}

}  // namespace

byte_range read_range(std::string_view header, std::uint64_t size) noexcept {
    using enum byte_range::kind;
    const byte_range all{whole, 0, size};
    constexpr std::string_view unit = "bytes=";
    if (!header.starts_with(unit)) return all;
    header = trimmed(header.substr(unit.size()));
    const auto dash = header.find('-');
    if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return all;
    const auto first = header.substr(0, dash);
    const auto last = header.substr(dash + 1);
    if (first.empty()) {
        const auto bytes = number_in(last);
        if (!bytes) return all;
        if (*bytes == 0 || size == 0) return {beyond, 0, 0};
        const auto length = std::min(*bytes, size);
        return {part, size - length, length};
    }
    const auto from = number_in(first);
    const auto to = last.empty() ? std::optional(size) : number_in(last);
    if (!from || !to || *to < *from) {
        // `9-` of a file of four bytes is beyond its end; `9-3` says nothing.
        return from && last.empty() ? byte_range{beyond, 0, 0} : all;
    }
    if (*from >= size) return {beyond, 0, 0};
    return {part, *from, std::min(*to, size - 1) - *from + 1};
}

}  // namespace wenzheng::net
