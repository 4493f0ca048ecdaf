// The preset scales (DOMAIN §2) and their choices in the order in which they are shown.
#pragma once

#include <span>
#include <string_view>

#include "inquiry/definition.hpp"

namespace wenzheng::inquiry {

struct scale_choice {
    std::string_view id;
    std::string_view label_zh;
    std::string_view label_en;
    std::string_view colour;  // a token that the pages map to an accessible shade
    bool valid;               // counted in the denominator `valid`; 弃权 is not
};

std::span<const scale_choice> choices_of(scale_id scale) noexcept;
std::string_view name_of(scale_id scale) noexcept;
bool has_choice(scale_id scale, std::string_view choice) noexcept;

}  // namespace wenzheng::inquiry
