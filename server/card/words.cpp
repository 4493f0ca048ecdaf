#include "card/words.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <string>

namespace wenzheng::card {
namespace {

constexpr words chinese{
    .entitled = "应到",
    .present = "实到",
    .cast = "投票",
    .valid = "有效",
    .not_voted = "未按",
    .result = "测评结果",
    .verdict = "结论",
    .no_verdict = "未形成结论",
    .score = "测评得分",
    .votes = "票",
    .people = "人",
    .points = "分",
    .rehearsal = "彩排",
    .corrected = "更正",
    .corrected_why = "更正说明：",
    .rule = "规则：",
    .advisory = "参考，不计入结果",
    .weights = "权重",
    .colon = "：",
};

constexpr words english{
    .entitled = "Entitled",
    .present = "Present",
    .cast = "Cast",
    .valid = "Valid",
    .not_voted = "Not pressed",
    .result = "Result",
    .verdict = "Verdict",
    .no_verdict = "No verdict reached",
    .score = "Rating score",
    .votes = "votes",
    .people = "people",
    .points = "points",
    .rehearsal = "Rehearsal",
    .corrected = "Corrected",
    .corrected_why = "Correction: ",
    .rule = "Rule: ",
    .advisory = "advisory, not part of the result",
    .weights = "weights",
    .colon = ": ",
};

struct known_name {
    std::string_view id, zh, en;
};

constexpr std::array<known_name, 12> known_choices{{
    {"satisfied", "满意", "Satisfied"},
    {"basically_satisfied", "基本满意", "Basically satisfied"},
    {"dissatisfied", "不满意", "Dissatisfied"},
    {"very_satisfied", "非常满意", "Very satisfied"},
    {"abstain", "弃权", "Abstain"},
    {"unknown", "不了解", "Don't know"},
    {"for", "赞成", "For"},
    {"against", "反对", "Against"},
    {"excellent", "优秀", "Excellent"},
    {"competent", "称职", "Competent"},
    {"basically_competent", "基本称职", "Basically competent"},
    {"incompetent", "不称职", "Incompetent"},
}};

constexpr std::array<known_name, 5> known_electorates{{
    {"deputies", "代表", "Deputies"},
    {"standing", "常委会组成人员", "Standing committee"},
    {"public", "群众", "Public"},
    {"attendees", "列席人员", "Attendees"},
    {"observers", "列席人员", "Observers"},
}};

std::string text(std::string_view view) { return std::string(view); }

std::string n_of(std::int64_t n) { return std::to_string(n); }

// 1234 → 12.34
std::string hundredths(std::int64_t n) {
    std::array<char, 32> out{};
    std::snprintf(out.data(), out.size(), "%lld.%02lld", static_cast<long long>(n / 100),
                  static_cast<long long>(n % 100));
    return out.data();
}

std::string votes_near(language in, std::int64_t margin, bool has_name) {
    const auto n = n_of(std::abs(margin));
    const bool one = std::abs(margin) == 1;
    if (in == language::zh) {
        if (margin > 0) return "超出 " + n + " 票";
        return has_name ? "距前一项结论差 " + n + " 票" : "差 " + n + " 票";
    }
    const std::string votes = one ? " vote " : " votes ";
    if (margin > 0) return n + votes + "over";
    return n + votes + (has_name ? "short of the verdict before" : "short");
}

std::string points_near(language in, std::int64_t margin, bool has_name) {
    const auto n = hundredths(std::abs(margin));
    if (in == language::zh) {
        if (margin > 0) return "超出 " + n + " 分";
        return has_name ? "距前一项结论差 " + n + " 分" : "差 " + n + " 分";
    }
    if (margin > 0) return n + " points above";
    return n + (has_name ? " points short of the verdict before it" : " points short");
}

}  // namespace

const words& words_of(language in) noexcept { return in == language::zh ? chinese : english; }

std::string round_words(language in, std::int64_t n) {
    return in == language::zh ? "第 " + n_of(n) + " 轮" : "Round " + n_of(n);
}

std::string dropped_words(language in, std::int64_t n) {
    return in == language::zh ? "已去掉 " + n_of(n) + " 个最高分和最低分"
                              : n_of(n) + " highest and lowest scores left out";
}

std::string quorum_words(language in, std::int64_t needed, std::int64_t present) {
    const bool met = present >= needed;
    if (in == language::zh)
        return "法定人数 " + n_of(needed) + " 人，" +
               (met ? "已达到" : "未达到，还差 " + n_of(needed - present) + " 人");
    return "Quorum of " + n_of(needed) + (met ? " reached" : " not reached, " + n_of(needed - present) + " missing");
}

std::string date_words(language in, std::int64_t instant_ms) {
    const auto seconds = static_cast<std::time_t>(instant_ms / 1000);
    std::tm at{};
    if (::localtime_r(&seconds, &at) == nullptr) return {};
    std::array<char, 64> out{};
    constexpr std::array<const char*, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                 "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (in == language::zh)
        std::snprintf(out.data(), out.size(), "%d年%d月%d日 %02d:%02d", at.tm_year + 1900, at.tm_mon + 1, at.tm_mday,
                      at.tm_hour, at.tm_min);
    else
        std::snprintf(out.data(), out.size(), "%d %s %d, %02d:%02d", at.tm_mday,
                      months[static_cast<std::size_t>(at.tm_mon)], at.tm_year + 1900, at.tm_hour, at.tm_min);
    return out.data();
}

std::string margin_words(language in, const wire::json& verdict, bool brief) {
    const auto margin = verdict.value("margin", std::int64_t{0});
    const bool has_name = verdict.contains("name") && verdict["name"].is_string();
    if (!has_name && margin == 0) return {};
    const bool points = verdict.value("margin_unit", "votes") == "hundredths";
    if (margin == 0) return in == language::zh ? "恰好达到" : (points ? "Exactly reached" : "exactly reached");
    return points ? points_near(in, margin, has_name && !brief) : votes_near(in, margin, has_name && !brief);
}

std::string choice_label(language in, const std::string& id, const std::string& label) {
    const auto found =
        std::find_if(known_choices.begin(), known_choices.end(), [&](const auto& one) { return one.id == id; });
    if (found == known_choices.end() || (label != found->zh && label != found->en)) return label;
    return text(in == language::zh ? found->zh : found->en);
}

std::string electorate_label(language in, const std::string& id) {
    const auto found =
        std::find_if(known_electorates.begin(), known_electorates.end(), [&](const auto& one) { return one.id == id; });
    if (found == known_electorates.end()) return id;
    return text(in == language::zh ? found->zh : found->en);
}

std::string score_label(language in, const std::string& label) {
    // What the server writes where the rule has no name of its own, in the inquiry's language.
    if (label.empty() || label == chinese.score || label == english.score || label == "Score")
        return text(words_of(in).score);
    return label;
}

}  // namespace wenzheng::card
