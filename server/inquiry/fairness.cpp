#include "inquiry/fairness.hpp"

#include <algorithm>
#include <string>

namespace wenzheng::inquiry {
namespace {

bool says_rate(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text.find("满意率") != std::string::npos || text.find("satisfaction rate") != std::string::npos;
}

bool is_called_rate(const ballot_definition& ballot) {
    const auto& verdicts = ballot.rule.verdicts;
    return says_rate(ballot.rule.score_label) || says_rate(ballot.title) ||
           std::any_of(verdicts.begin(), verdicts.end(), [](const auto& v) { return says_rate(v.name); });
}

}  // namespace

std::vector<fairness_warning> fairness_warnings(const ballot_definition& ballot) {
    using warning = fairness_warning;
    std::vector<warning> found;
    const auto& choices = ballot.scale.choices;
    const auto with_tone = [&](tone wanted) {
        return std::count_if(choices.begin(), choices.end(), [&](const auto& c) { return c.tone == wanted; });
    };
    const auto& rule = ballot.rule;
    if (with_tone(tone::good) > with_tone(tone::bad)) found.push_back(warning::padded_scale);
    if (!rule.weights.empty() && is_called_rate(ballot)) found.push_back(warning::weighted_called_rate);
    const bool rewarded = std::any_of(choices.begin(), choices.end(), [&](const auto& c) {
        const auto weight = rule.weights.find(c.id);
        return c.tone == tone::bad && weight != rule.weights.end() && weight->second > 0;
    });
    if (rewarded) found.push_back(warning::bad_choice_has_weight);
    if (!rule.verdicts.empty() && !rule.verdicts.back().is_otherwise()) found.push_back(warning::no_otherwise);
    if (rule.verdicts.empty() && rule.weights.empty() && ballot.scale.kind != scale_kind::score)
        found.push_back(warning::nothing_measured);
    return found;
}

}  // namespace wenzheng::inquiry
