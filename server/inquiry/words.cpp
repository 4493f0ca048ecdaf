#include "inquiry/words.hpp"

#include "inquiry/scale.hpp"

namespace wenzheng::inquiry::words {
namespace {

bool english(const std::string& language) { return language.starts_with("en"); }

std::string label(scale_id scale, const choice_id& choice, bool en) {
    for (const auto& c : choices_of(scale))
        if (c.id == choice.value) return std::string(en ? c.label_en : c.label_zh);
    return choice.value;
}

std::string name(denominator of, bool en) {
    switch (of) {
        case denominator::entitled: return en ? "all entitled" : "全体参评人员";
        case denominator::present: return en ? "those present" : "实到人数";
        case denominator::cast: return en ? "votes cast" : "收回票数";
        case denominator::valid: return en ? "valid votes" : "有效票数";
    }
    return {};
}

std::string share(const bound& needed, bool en) {
    const auto fraction = std::to_string(needed.share.numerator) + "/" + std::to_string(needed.share.denominator);
    if (en) return (needed.strict ? "more than " : "at least ") + fraction + " of ";
    return fraction;
}

}  // namespace

std::string verdict(const ballot_definition& ballot, const verdict_rule& rule, const std::string& language) {
    const bool en = english(language);
    if (!rule.needed) return en ? "otherwise" : "未达到以上条件";
    std::string who;
    for (const auto& choice : rule.choices) {
        if (!who.empty()) who += en ? " + " : "＋";
        who += label(ballot.scale, choice, en);
    }
    const auto whole = name(rule.of.value_or(ballot.rule.of), en);
    if (en) return who + ": " + share(*rule.needed, true) + whole;
    return who + (rule.needed->strict ? "超过" : "达到") + whole + "的" + share(*rule.needed, false) +
           (rule.needed->strict ? "" : "（含）");
}

std::string rule(const ballot_definition& ballot, const std::string& language) {
    const bool en = english(language);
    std::string text;
    for (const auto& candidate : ballot.rule.verdicts) {
        if (!text.empty()) text += en ? "; " : "；";
        text += verdict(ballot, candidate, language) + (en ? " → " : "，为“") + candidate.name + (en ? "" : "”");
    }
    if (!text.empty()) text += en ? ". " : "。";
    text += (en ? "Percentages are of " : "百分比以") + name(ballot.rule.of, en) + (en ? "." : "为基数。");
    if (ballot.rule.quorum) {
        text += en ? " Quorum: checked-in " : "法定人数：签到人数";
        const auto& needed = ballot.rule.quorum->needed;
        if (en)
            text += share(needed, true) + "all entitled.";
        else
            text += std::string(needed.strict ? "超过" : "达到") + "应到的" + share(needed, false) + "。";
    }
    return text;
}

}  // namespace wenzheng::inquiry::words
