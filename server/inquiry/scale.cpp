#include "inquiry/scale.hpp"

#include <algorithm>
#include <array>

namespace wenzheng::inquiry {
namespace {

constexpr std::array<scale_choice, 3> satisfaction3{{
    {"satisfied", "满意", "Satisfied", "green", true},
    {"basically_satisfied", "基本满意", "Basically satisfied", "blue", true},
    {"dissatisfied", "不满意", "Dissatisfied", "red", true},
}};

constexpr std::array<scale_choice, 4> satisfaction4_abstain{{
    satisfaction3[0],
    satisfaction3[1],
    satisfaction3[2],
    {"abstain", "弃权", "Abstain", "yellow", false},
}};

}  // namespace

std::span<const scale_choice> choices_of(scale_id scale) noexcept {
    if (scale == scale_id::satisfaction4_abstain) return satisfaction4_abstain;
    return satisfaction3;
}

std::string_view name_of(scale_id scale) noexcept {
    return scale == scale_id::satisfaction4_abstain ? "satisfaction4_abstain" : "satisfaction3";
}

bool has_choice(scale_id scale, std::string_view choice) noexcept {
    const auto choices = choices_of(scale);
    return std::any_of(choices.begin(), choices.end(), [&](const scale_choice& c) { return c.id == choice; });
}

}  // namespace wenzheng::inquiry
