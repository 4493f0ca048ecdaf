#include "inquiry/text.hpp"

#include <algorithm>

namespace wenzheng::inquiry {

std::size_t characters(std::string_view text) noexcept {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool is_blank(std::string_view text) noexcept {
    constexpr std::string_view ideographic_space = "\xE3\x80\x80";
    while (!text.empty()) {
        if (text.starts_with(ideographic_space))
            text.remove_prefix(ideographic_space.size());
        else if (text.front() == ' ' || text.front() == '\t' || text.front() == '\n' || text.front() == '\r')
            text.remove_prefix(1);
        else
            return false;
    }
    return true;
}

}  // namespace wenzheng::inquiry
