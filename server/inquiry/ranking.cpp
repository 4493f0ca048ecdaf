#include "inquiry/ranking.hpp"

#include <algorithm>
#include <optional>

#include "inquiry/figures.hpp"

namespace wenzheng::inquiry {
namespace {

const ballot_result& standing_result(const ballot_state& ballot) {
    for (auto erratum = ballot.errata.rbegin(); erratum != ballot.errata.rend(); ++erratum)
        if (erratum->result) return *erratum->result;
    return *ballot.result;
}

const ballot_state* newest_revealed(const state& s, const item_id& item) {
    const ballot_state* newest = nullptr;
    for (const auto& ballot : s.ballots) {
        if (ballot.what.item != item || ballot.phase != ballot_phase::revealed || !ballot.result) continue;
        if (newest == nullptr || ballot.revealed_at >= newest->revealed_at) newest = &ballot;
    }
    return newest;
}

// The share that the best verdict of the rule measures, or null where it measures none.
const verdict_rule* best_share(const rule& rule) {
    if (rule.verdicts.empty() || rule.verdicts.front().choices.empty()) return nullptr;
    return &rule.verdicts.front();
}

std::optional<ranked> figure_of(const ballot_state& ballot) {
    const auto& result = standing_result(ballot);
    if (!result.questions.empty()) return std::nullopt;
    ranked one{1, ballot.what.item, ballot.what.id, {}, ranking_figure::score};
    if (result.combined) {
        one.figure = result.combined->score;
        return one;
    }
    if (result.score) {
        one.figure = *result.score;
        return one;
    }
    const auto* best = best_share(ballot.what.rule);
    if (best == nullptr) return std::nullopt;
    count part = 0;
    for (const auto& choice : best->choices)
        if (const auto found = result.counts.find(choice); found != result.counts.end()) part += found->second;
    one.figure = percent_text(part, whole_of(best->of.value_or(ballot.what.rule.of), result));
    one.kind = ranking_figure::percent;
    return one;
}

// What is measured: a score, or a share of the same choices in the same whole.
bool measures_the_same(const ballot_definition& a, const ballot_definition& b) {
    if (a.scale != b.scale) return false;
    const auto* left = best_share(a.rule);
    const auto* right = best_share(b.rule);
    if (left == nullptr || right == nullptr) return left == right;
    return left->choices == right->choices && left->of.value_or(a.rule.of) == right->of.value_or(b.rule.of);
}

// "88.65" as 8865: figures are compared as they are published.
std::int64_t hundredths(const std::string& figure) {
    std::string digits;
    std::copy_if(figure.begin(), figure.end(), std::back_inserter(digits), [](char c) { return c != '.'; });
    return std::stoll(digits);
}

}  // namespace

std::vector<ranked> ranking_of(const state& s) {
    std::vector<ranked> all;
    const ballot_definition* first = nullptr;
    for (const auto& item : s.what.items) {
        const auto* ballot = newest_revealed(s, item.id);
        if (ballot == nullptr) continue;
        auto one = figure_of(*ballot);
        if (!one) continue;
        if (first == nullptr) first = &ballot->what;
        const bool comparable = all.empty() || one->kind == all.front().kind;
        if (comparable && measures_the_same(*first, ballot->what)) all.push_back(std::move(*one));
    }
    std::stable_sort(all.begin(), all.end(),
                     [](const ranked& a, const ranked& b) { return hundredths(a.figure) > hundredths(b.figure); });
    for (std::size_t i = 1; i < all.size(); ++i)
        all[i].place =
            hundredths(all[i].figure) == hundredths(all[i - 1].figure) ? all[i - 1].place : static_cast<int>(i) + 1;
    return all;
}

}  // namespace wenzheng::inquiry
