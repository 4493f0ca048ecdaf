// What a deputy may answer: the preset scales (DOMAIN §2), a body's own, or a score from 0 to 100.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inquiry/ids.hpp"

namespace wenzheng::inquiry {

enum class scale_kind { choices, score };

// Which way an answer points. Only the check of fairness looks at it.
enum class tone { good, neutral, bad, none };

struct scale_choice {
    choice_id id;
    std::string label_zh;
    std::string label_en;
    std::string colour;  // a token that the pages map to an accessible shade
    inquiry::tone tone = tone::none;
    bool valid = true;  // counted in the denominator `valid`; 弃权 and 不了解 are not
    friend bool operator==(const scale_choice&, const scale_choice&) = default;
};

struct scale {
    std::string id;  // of the preset; "own" for a body's own
    scale_kind kind = scale_kind::choices;
    std::vector<scale_choice> choices;  // in the order in which they are shown; none of a score
    const scale_choice* find(const choice_id& choice) const noexcept;
    friend bool operator==(const scale&, const scale&) = default;
};

inline constexpr std::string_view own_scale_id = "own";
inline constexpr std::int64_t score_least = 0;
inline constexpr std::int64_t score_most = 100;

// All presets, in the order in which they are offered.
std::span<const scale> preset_scales();

// The preset of that name, or null.
const scale* preset_scale(std::string_view id);

}  // namespace wenzheng::inquiry
