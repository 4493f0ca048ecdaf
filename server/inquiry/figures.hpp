// Counting one electorate's box: counts, shares and the exact score.
#pragma once

#include <optional>

#include "inquiry/exact.hpp"
#include "inquiry/tally.hpp"

namespace wenzheng::inquiry {

struct counted {
    inquiry::figures figures;
    std::optional<exact> score;  // none where the rule has none, or nobody gave a valid answer
};

// The presses as answers to one question of the ballot, or to the ballot itself where it has no questions.
counted count_box(const ballot_definition& ballot, const box& in, const question* only = nullptr);

// Σ weight · score ÷ Σ weight over the electorates that have a score; nothing where none has.
std::optional<exact> combine(const std::vector<std::pair<std::int64_t, std::optional<exact>>>& parts);

count whole_of(denominator of, const figures& f) noexcept;

}  // namespace wenzheng::inquiry
