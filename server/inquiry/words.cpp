#include "inquiry/words.hpp"

namespace wenzheng::inquiry::words {
namespace {

bool english(const std::string& language) { return language.starts_with("en"); }

std::string label(const scale& scale, const choice_id& choice, bool en) {
    const auto* found = scale.find(choice);
    if (found == nullptr) return choice.value;
    return en ? found->label_en : found->label_zh;
}

std::string labels(const scale& scale, const std::vector<choice_id>& choices, bool en, const char* between) {
    std::string text;
    for (const auto& choice : choices) text += (text.empty() ? "" : between) + label(scale, choice, en);
    return text;
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

std::string fraction_text(const fraction& share) {
    return std::to_string(share.numerator) + "/" + std::to_string(share.denominator);
}

// "at least 1/2 of votes cast", "达到收回票数的1/2（含）"
std::string share(const bound& needed, const std::string& whole, bool en) {
    const auto part = fraction_text(needed.share);
    switch (needed.how) {
        case comparison::at_least:
            return en ? "at least " + part + " of " + whole : "达到" + whole + "的" + part + "（含）";
        case comparison::more_than: return en ? "more than " + part + " of " + whole : "超过" + whole + "的" + part;
        case comparison::at_most: return en ? "at most " + part + " of " + whole : "不超过" + whole + "的" + part;
        case comparison::less_than: return en ? "less than " + part + " of " + whole : "不足" + whole + "的" + part;
    }
    return {};
}

std::string score_name(const ballot_definition& ballot, bool en) {
    if (!ballot.rule.score_label.empty()) return ballot.rule.score_label;
    return en ? "Score" : "测评得分";
}

std::string ties(const inquiry::rule& rule, bool en) {
    bool compares = false;
    for (const auto& one : rule.verdicts) compares = compares || !one.beats.empty();
    if (!compares) return {};
    switch (rule.tie) {
        case tie_rule::misses: return en ? " A tie does not count as more." : "票数相等不算超过。";
        case tie_rule::holds: return en ? " A tie counts as more." : "票数相等视为超过。";
        case tie_rule::named:
            return en ? " On a tie: " + rule.tie_name + "." : "票数相等时，为“" + rule.tie_name + "”。";
    }
    return {};
}

std::string scores(const ballot_definition& ballot, bool en) {
    const auto& rule = ballot.rule;
    std::string text;
    if (!rule.weights.empty()) {
        std::string parts;
        for (const auto& choice : ballot.scale.choices)
            if (const auto found = rule.weights.find(choice.id); found != rule.weights.end())
                parts += (parts.empty() ? ""
                          : en          ? ", "
                                        : "、") +
                         (en ? choice.label_en : choice.label_zh) + (en ? " " : "") + std::to_string(found->second);
        text += en ? " " + score_name(ballot, en) + ": average of valid votes (" + parts + ")."
                   : score_name(ballot, en) + "：有效票的平均分（" + parts + "）。";
    }
    if (rule.drop)
        text += en ? " With more than " + std::to_string(rule.drop->raters_above) + " raters, the " +
                         std::to_string(rule.drop->highest) + " highest and " + std::to_string(rule.drop->lowest) +
                         " lowest scores are left out."
                   : "评分人数超过" + std::to_string(rule.drop->raters_above) + "人时，去掉" +
                         std::to_string(rule.drop->highest) + "个最高分和" + std::to_string(rule.drop->lowest) +
                         "个最低分。";
    if (!rule.group_weights.empty()) {
        std::string parts;
        for (const auto& [electorate, weight] : rule.group_weights)
            parts += (parts.empty() ? "" : en ? ", " : "、") + electorate.value + " " + std::to_string(weight);
        text += en ? " Combined by weight: " + parts + "." : "各类参评人员按权重合计：" + parts + "。";
    } else if (!ballot.advisory.empty()) {
        text += en ? " Advisory votes are shown apart and not added." : "参考性测评单独公布，不计入结果。";
    }
    return text;
}

}  // namespace

std::string verdict(const ballot_definition& ballot, const verdict_rule& rule, const std::string& language) {
    const bool en = english(language);
    if (rule.score_at_least) {
        const auto points = std::to_string(*rule.score_at_least);
        return score_name(ballot, en) + (en ? ": at least " + points : "达到" + points + "分");
    }
    if (rule.is_otherwise()) return en ? "otherwise" : "未达到以上条件";
    const auto who = labels(ballot.scale, rule.choices, en, en ? " + " : "＋");
    if (!rule.beats.empty()) {
        const auto others = labels(ballot.scale, rule.beats, en, en ? ", " : "、");
        if (en) return who + ": more than " + (rule.beats.size() > 1 ? "each of " : "") + others;
        return who + "票数多于" + others;
    }
    const auto whole = name(rule.of.value_or(ballot.rule.of), en);
    return en ? who + ": " + share(*rule.needed, whole, true) : who + share(*rule.needed, whole, false);
}

std::string rule(const ballot_definition& ballot, const std::string& language) {
    const bool en = english(language);
    std::string text;
    for (const auto& candidate : ballot.rule.verdicts) {
        if (!text.empty()) text += en ? "; " : "；";
        text += verdict(ballot, candidate, language) + (en ? " → " : "，为“") + candidate.name + (en ? "" : "”");
    }
    if (!text.empty()) text += en ? "." : "。";
    text += ties(ballot.rule, en);
    text += scores(ballot, en);
    if (!text.empty() && en) text += " ";
    text += (en ? "Percentages are of " : "百分比以") + name(ballot.rule.of, en) + (en ? "." : "为基数。");
    if (ballot.grace_ms > 0) {
        const auto seconds = (ballot.grace_ms + 999) / 1000;
        text += en ? " Votes that arrive within " + std::to_string(seconds) +
                         " s after the close count only if the moderator admits them."
                   : "结束后" + std::to_string(seconds) + "秒内到达的逾时票，由主持人决定是否计入。";
    }
    if (ballot.rule.quorum)
        text += en ? " Quorum: checked-in " + share(ballot.rule.quorum->needed, "all entitled", true) + "."
                   : "法定人数：签到人数" + share(ballot.rule.quorum->needed, "应到", false) + "。";
    return text;
}

}  // namespace wenzheng::inquiry::words
