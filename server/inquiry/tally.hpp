// From counts to a result: exact whole numbers, no floating point (DOMAIN §2).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "inquiry/definition.hpp"

namespace wenzheng::inquiry {

using count = std::int64_t;
using choice_counts = std::map<choice_id, count>;

struct turnout {
    count entitled = 0;  // on the roll of the ballot's electorate
    count present = 0;   // of these, checked in at the close or having voted
};

struct verdict {
    std::optional<std::string> name;  // none where no rule held
    std::string rule;                 // the deciding rule in words, in Chinese or English
    count margin = 0;                 // whole votes above (≥ 0) or short of (< 0) what was needed
};

struct ballot_result {
    choice_counts counts;  // every choice of the scale, zeros too
    count cast = 0;
    count valid = 0;  // cast without 弃权
    count entitled = 0;
    count present = 0;
    count not_voted = 0;
    inquiry::verdict verdict;
    std::map<choice_id, std::string>
        percent;                       // two decimals, rounded half up; none for a choice outside the denominator
    std::optional<std::string> score;  // 测评得分, two decimals, where the rule has weights
};

// The result of one ballot. `counts` may lack choices; those outside the scale are a bug of the caller.
ballot_result tally(const ballot_definition& ballot, const choice_counts& counts, turnout who,
                    const std::string& language);

// The least whole number that satisfies `needed` of `whole` (⌈share·whole⌉, one more where strict and exact); 1 where
// `whole` is 0, so that nothing holds there.
count least_that_holds(const bound& needed, count whole) noexcept;

// `part / whole` as a percentage with two decimals, rounded half up; "0.00" where whole is 0.
std::string percent_text(count part, count whole);

// The whole rule in words: what is announced before the press.
std::string rule_in_words(const ballot_definition& ballot, const std::string& language);

}  // namespace wenzheng::inquiry
