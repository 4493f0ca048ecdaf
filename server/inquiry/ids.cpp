#include "inquiry/ids.hpp"

#include <algorithm>

#include "inquiry/limits.hpp"

namespace wenzheng::inquiry {

bool is_id(std::string_view text) noexcept {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= limits::id_characters && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace wenzheng::inquiry
