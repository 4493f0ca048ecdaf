#include "inquiry/tally.hpp"

#include <algorithm>

#include "inquiry/figures.hpp"
#include "inquiry/words.hpp"

namespace wenzheng::inquiry {
namespace {

// How one verdict's condition stands.
struct standing {
    bool holds = false;
    bool tied = false;
    count margin = 0;
    margin_unit unit = margin_unit::votes;
};

count sum_of(const std::vector<choice_id>& choices, const choice_counts& counts) {
    count sum = 0;
    for (const auto& choice : choices)
        if (const auto found = counts.find(choice); found != counts.end()) sum += found->second;
    return sum;
}

bool is_upper(comparison how) noexcept { return how == comparison::at_most || how == comparison::less_than; }

standing of_share(const verdict_rule& candidate, const rule& rule, const figures& f) {
    const auto whole = whole_of(candidate.of.value_or(rule.of), f);
    const auto sum = sum_of(candidate.choices, f.counts);
    if (is_upper(candidate.needed->how)) {
        // Of nobody there is no share, in this direction either.
        const count margin = whole == 0 ? -1 : greatest_that_holds(*candidate.needed, whole) - sum;
        return {margin >= 0, false, margin, margin_unit::votes};
    }
    const count margin = sum - least_that_holds(*candidate.needed, whole);
    return {margin >= 0, false, margin, margin_unit::votes};
}

standing of_comparison(const verdict_rule& candidate, tie_rule tie, const figures& f) {
    const auto sum = sum_of(candidate.choices, f.counts);
    count most = 0;
    for (const auto& other : candidate.beats) most = std::max(most, sum_of({other}, f.counts));
    const bool equal = sum == most && sum > 0;
    if (equal && tie == tie_rule::holds) return {true, false, 0, margin_unit::votes};
    const count margin = sum - most - 1;
    return {margin >= 0, equal && tie == tie_rule::named, margin, margin_unit::votes};
}

standing of_score(const verdict_rule& candidate, const std::optional<exact>& score) {
    if (!score) return {false, false, -100 * *candidate.score_at_least, margin_unit::hundredths};
    const auto margin = hundredths_above(*score, *candidate.score_at_least);
    return {margin >= 0, false, margin, margin_unit::hundredths};
}

standing stand(const verdict_rule& candidate, const rule& rule, const counted& of) {
    if (candidate.score_at_least) return of_score(candidate, of.score);
    if (!candidate.beats.empty()) return of_comparison(candidate, rule.tie, of.figures);
    return of_share(candidate, rule, of.figures);
}

// The first verdict that holds. The margin of an "otherwise" is that of the last bound that was missed before it: it
// says how far the body was from a better verdict. With no verdict at all it is that of the first that was missed.
verdict decide_verdict(const ballot_definition& ballot, const counted& of, const std::string& language) {
    verdict given;
    const verdict_rule* first_missed = nullptr;
    standing first;
    standing last;
    const auto give = [&](const std::string& name, const verdict_rule& rule, const standing& how) {
        given = {name, words::verdict(ballot, rule, language), how.margin, how.unit, rule.is_otherwise(), {}};
        return given;
    };
    for (const auto& candidate : ballot.rule.verdicts) {
        if (candidate.is_otherwise()) return give(candidate.name, candidate, last);
        const auto how = stand(candidate, ballot.rule, of);
        if (how.holds) return give(candidate.name, candidate, how);
        if (how.tied) return give(ballot.rule.tie_name, candidate, how);
        if (first_missed == nullptr) {
            first_missed = &candidate;
            first = how;
        }
        last = how;
    }
    if (first_missed != nullptr) given.rule = words::verdict(ballot, *first_missed, language);
    given.margin = first.margin;
    given.unit = first.unit;
    return given;
}

void add_questions(const ballot_definition& ballot, const box& binding, const std::string& language, ballot_result& r) {
    for (const auto& question : ballot.questions) {
        const auto of = count_box(ballot, binding, &question);
        r.questions.push_back({question, of.figures, decide_verdict(ballot, of, language)});
    }
    // Of the ballot as a whole only how many voted: answers to different questions aren't added up.
    r.cast = r.questions.front().figures.cast;
    r.valid = r.cast - binding.invalid;
    r.not_voted = std::max<count>(0, r.present - r.cast);
    r.counts.clear();
    r.percent.clear();
    r.score.reset();
}

}  // namespace

count paper_count::collected() const noexcept {
    count sum = invalid;
    for (const auto& [stored, n] : counts) sum += n;
    return sum;
}

count least_that_holds(const bound& needed, count whole) noexcept {
    // Of nobody there is no share: where no one voted, "at least half" doesn't hold.
    if (whole == 0) return 1;
    const count scaled = static_cast<count>(needed.share.numerator) * whole;
    const auto d = static_cast<count>(needed.share.denominator);
    return needed.how == comparison::more_than ? scaled / d + 1 : (scaled + d - 1) / d;
}

count greatest_that_holds(const bound& needed, count whole) noexcept {
    const count scaled = static_cast<count>(needed.share.numerator) * whole;
    const auto d = static_cast<count>(needed.share.denominator);
    return needed.how == comparison::less_than ? (scaled + d - 1) / d - 1 : scaled / d;
}

std::string percent_text(count part, count whole) {
    if (whole == 0) return "0.00";
    return two_decimals({part * 100, whole});
}

ballot_result tally(const ballot_definition& ballot, const box& binding, const std::vector<box>& advisory,
                    const std::string& language) {
    auto own = count_box(ballot, binding);
    ballot_result r;
    static_cast<figures&>(r) = own.figures;
    std::vector<std::pair<std::int64_t, std::optional<exact>>> parts;
    const auto& weights = ballot.rule.group_weights;
    const auto weigh = [&](const electorate_id& electorate, const std::optional<exact>& score) {
        if (const auto found = weights.find(electorate); found != weights.end())
            parts.emplace_back(found->second, score);
    };
    weigh(ballot.electorate, own.score);
    for (std::size_t i = 0; i < ballot.advisory.size() && i < advisory.size(); ++i) {
        auto other = count_box(ballot, advisory[i]);
        weigh(ballot.advisory[i], other.score);
        r.advisory.push_back({ballot.advisory[i], std::move(other.figures)});
    }
    if (!weights.empty()) {
        own.score = combine(parts);
        r.combined = combined_score{own.score ? two_decimals(*own.score) : "0.00", weights};
    }
    if (ballot.questions.empty())
        r.verdict = decide_verdict(ballot, own, language);
    else
        add_questions(ballot, binding, language, r);
    return r;
}

std::string rule_in_words(const ballot_definition& ballot, const std::string& language) {
    return words::rule(ballot, language);
}

}  // namespace wenzheng::inquiry
