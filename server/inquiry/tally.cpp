#include "inquiry/tally.hpp"

#include "inquiry/scale.hpp"
#include "inquiry/words.hpp"

namespace wenzheng::inquiry {
namespace {

count whole_of(denominator of, const ballot_result& r) noexcept {
    switch (of) {
        case denominator::entitled: return r.entitled;
        case denominator::present: return r.present;
        case denominator::cast: return r.cast;
        case denominator::valid: return r.valid;
    }
    return 0;
}

count sum_of(const std::vector<choice_id>& choices, const choice_counts& counts) {
    count sum = 0;
    for (const auto& choice : choices)
        if (const auto found = counts.find(choice); found != counts.end()) sum += found->second;
    return sum;
}

// The first verdict that holds. The margin of an "otherwise" is that of the last bound that was missed before it: it
// says how far the body was from a better verdict. With no verdict at all it is that of the first that was missed.
verdict decide_verdict(const ballot_definition& ballot, const ballot_result& r, const std::string& language) {
    verdict given;
    const verdict_rule* first_missed = nullptr;
    count first_margin = 0;
    count last_margin = 0;
    for (const auto& candidate : ballot.rule.verdicts) {
        if (!candidate.needed) {
            given.name = candidate.name;
            given.rule = words::verdict(ballot, candidate, language);
            given.margin = last_margin;
            return given;
        }
        const auto whole = whole_of(candidate.of.value_or(ballot.rule.of), r);
        const auto margin = sum_of(candidate.choices, r.counts) - least_that_holds(*candidate.needed, whole);
        if (margin >= 0) {
            given.name = candidate.name;
            given.rule = words::verdict(ballot, candidate, language);
            given.margin = margin;
            return given;
        }
        if (first_missed == nullptr) {
            first_missed = &candidate;
            first_margin = margin;
        }
        last_margin = margin;
    }
    if (first_missed != nullptr) given.rule = words::verdict(ballot, *first_missed, language);
    given.margin = first_margin;
    return given;
}

// `numerator / whole` with two decimals, half up; numerator and whole are not negative.
std::string two_decimals(count numerator, count whole) {
    if (whole == 0) return "0.00";
    const count hundredths = (numerator * 200 + whole) / (whole * 2);
    const auto cents = std::to_string(hundredths % 100);
    return std::to_string(hundredths / 100) + (cents.size() == 1 ? ".0" : ".") + cents;
}

}  // namespace

count least_that_holds(const bound& needed, count whole) noexcept {
    // Of nobody there is no share: where no one voted, "at least half" doesn't hold.
    if (whole == 0) return 1;
    const count scaled = static_cast<count>(needed.share.numerator) * whole;
    const auto d = static_cast<count>(needed.share.denominator);
    return needed.strict ? scaled / d + 1 : (scaled + d - 1) / d;
}

std::string percent_text(count part, count whole) { return two_decimals(part * 100, whole); }

ballot_result tally(const ballot_definition& ballot, const choice_counts& counts, turnout who,
                    const std::string& language) {
    ballot_result r;
    r.entitled = who.entitled;
    r.present = who.present;
    count weighted = 0;
    for (const auto& choice : choices_of(ballot.scale)) {
        const choice_id id{std::string(choice.id)};
        const auto found = counts.find(id);
        const count n = found == counts.end() ? 0 : found->second;
        r.counts[id] = n;
        r.cast += n;
        if (!choice.valid) continue;
        r.valid += n;
        if (const auto weight = ballot.rule.weights.find(id); weight != ballot.rule.weights.end())
            weighted += weight->second * n;
    }
    r.not_voted = r.present - r.cast;
    const auto whole = whole_of(ballot.rule.of, r);
    for (const auto& choice : choices_of(ballot.scale)) {
        if (!choice.valid && ballot.rule.of == denominator::valid) continue;
        const choice_id id{std::string(choice.id)};
        r.percent[id] = percent_text(r.counts[id], whole);
    }
    if (!ballot.rule.weights.empty()) r.score = two_decimals(weighted, r.valid);
    r.verdict = decide_verdict(ballot, r, language);
    return r;
}

std::string rule_in_words(const ballot_definition& ballot, const std::string& language) {
    return words::rule(ballot, language);
}

}  // namespace wenzheng::inquiry
