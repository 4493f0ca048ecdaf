#pragma once

#include <cstddef>
#include <string_view>

namespace wenzheng::inquiry {

// Characters (code points) of valid UTF-8.
std::size_t characters(std::string_view text) noexcept;

// Whether nothing would be seen of it: empty, or only spaces (the ideographic space too).
bool is_blank(std::string_view text) noexcept;

}  // namespace wenzheng::inquiry
