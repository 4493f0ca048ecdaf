// The published procedures of DOMAIN §2 as presets, each worked example by its name.
#include "catch.hpp"
#include "inquiry/presets.hpp"
#include "inquiry/tally.hpp"

using namespace wenzheng::inquiry;

namespace {

ballot_definition by_preset(const char* id) {
    const auto* preset = find_rule_preset(id);
    REQUIRE(preset != nullptr);
    ballot_definition ballot;
    ballot.electorate = electorate_id{"deputies"};
    ballot.scale = *preset_scale(preset->scale);
    ballot.rule = preset->rule;
    return ballot;
}

// Counts in the order of the scale's choices.
ballot_result result_of(const ballot_definition& ballot, const std::vector<count>& counts, turnout who) {
    box in{{}, 0, who};
    for (std::size_t i = 0; i < counts.size(); ++i) in.pressed[mark_of(ballot.scale.choices.at(i).id)] = counts[i];
    return tally(ballot, in, {}, "zh-CN");
}

ballot_result scored(const ballot_definition& ballot, const std::vector<std::int64_t>& scores) {
    const auto n = static_cast<count>(scores.size());
    box in{{}, 0, {n, n}};
    for (const auto score : scores) ++in.pressed[mark_of(score)];
    return tally(ballot, in, {}, "zh-CN");
}

}  // namespace

TEST_CASE("Zhenhai three-step: 17 / 11 / 1 of 29 present is 满意 when the body has at most 34 members") {
    const auto ballot = by_preset("zhenhai");
    for (count members = 29; members <= 34; ++members)
        CHECK(result_of(ballot, {17, 11, 1}, {members, 29}).verdict.name == "满意");
    CHECK(result_of(ballot, {17, 11, 1}, {35, 29}).verdict.name == "基本满意");
}

TEST_CASE("Zhenhai three-step: a sum of exactly half is 不满意, 差 1 票") {
    const auto result = result_of(by_preset("zhenhai"), {10, 10, 9}, {40, 29});
    CHECK(result.verdict.name == "不满意");
    CHECK(result.verdict.margin == -1);
    CHECK((result.verdict.unit == margin_unit::votes));
}

TEST_CASE("Shiquan: 满意 above half of all members passes, exactly half does not") {
    const auto ballot = by_preset("shiquan");
    CHECK(result_of(ballot, {77, 20, 3}, {152, 100}).verdict.name == "通过");
    CHECK(result_of(ballot, {76, 20, 4}, {152, 100}).verdict.name == "未通过");
    CHECK_FALSE(ballot.rule.second_failure.empty());
}

TEST_CASE("Kai-style weighted score: nothing but 不满意 at weight 50 gives 50, and is never called 满意率") {
    const auto ballot = by_preset("weighted_score");
    CHECK(result_of(ballot, {0, 0, 80}, {100, 80}).score == "50.00");
    CHECK(result_of(ballot, {80, 0, 0}, {100, 80}).score == "100.00");
    const auto words = rule_in_words(ballot, "zh-CN");
    CHECK(words.find("测评得分") != std::string::npos);
    CHECK(words.find("满意率") == std::string::npos);
}

TEST_CASE("Score bands: from 90 优秀, from 80 满意, from 60 基本满意, below 不满意") {
    auto ballot = by_preset("score_bands");
    ballot.rule.drop.reset();
    CHECK(scored(ballot, {90}).verdict.name == "优秀");
    CHECK(scored(ballot, {89}).verdict.name == "满意");
    CHECK(scored(ballot, {80}).verdict.name == "满意");
    CHECK(scored(ballot, {79}).verdict.name == "基本满意");
    CHECK(scored(ballot, {60}).verdict.name == "基本满意");
    CHECK(scored(ballot, {59}).verdict.name == "不满意");
    const auto between = scored(ballot, {89, 90});
    CHECK(between.score == "89.50");
    CHECK(between.verdict.name == "满意");
    CHECK(between.counts ==
          choice_counts{
              {choice_id{"band1"}, 1}, {choice_id{"band2"}, 1}, {choice_id{"band3"}, 0}, {choice_id{"band4"}, 0}});
}

TEST_CASE("Score bands: one highest and one lowest are left out when raters are more than 5") {
    const auto ballot = by_preset("score_bands");
    const auto five = scored(ballot, {0, 80, 80, 80, 100});
    CHECK(five.score == "68.00");
    CHECK(five.dropped == 0);
    const auto six = scored(ballot, {0, 80, 80, 80, 80, 100});
    CHECK(six.score == "80.00");
    CHECK(six.dropped == 2);
    CHECK(six.cast == 6);
    CHECK(six.verdict.name == "满意");
}

TEST_CASE("Score bands: a margin is in hundredths of a point, rounded down") {
    auto ballot = by_preset("score_bands");
    ballot.rule.drop.reset();
    const auto close = scored(ballot, {89, 90, 90});
    CHECK(close.score == "89.67");
    CHECK(close.verdict.margin == 966);
    CHECK((close.verdict.unit == margin_unit::hundredths));
    CHECK(scored(ballot, {59}).verdict.margin == -100);
    CHECK(scored(ballot, {59, 60, 60}).verdict.margin == -34);
}

TEST_CASE("述职 appraisal: 不称职 above a third suggests dismissal, exactly a third does not") {
    const auto ballot = by_preset("appraisal");
    CHECK(result_of(ballot, {30, 19, 1, 25}, {75, 75}).verdict.name == "建议诫勉");
    CHECK(result_of(ballot, {29, 20, 0, 26}, {75, 75}).verdict.name == "建议启动免职或降职程序");
    CHECK(result_of(ballot, {30, 19, 1, 25}, {75, 75}).verdict.margin == 0);
}

TEST_CASE("述职 appraisal: 优秀 + 称职 below two thirds suggests an admonition, exactly two thirds does not") {
    const auto ballot = by_preset("appraisal");
    CHECK(result_of(ballot, {30, 20, 20, 5}, {75, 75}).verdict.name == "称职");
    const auto short_of = result_of(ballot, {30, 19, 20, 6}, {75, 75});
    CHECK(short_of.verdict.name == "建议诫勉");
    CHECK(short_of.verdict.margin == 0);
    CHECK(result_of(ballot, {30, 20, 20, 5}, {75, 75}).verdict.margin == -1);
}

TEST_CASE("表决: 赞成 above half of all members passes, whoever abstains is not for it") {
    const auto ballot = by_preset("approval");
    CHECK(result_of(ballot, {51, 0, 10}, {100, 61}).verdict.name == "通过");
    CHECK(result_of(ballot, {50, 0, 10}, {100, 60}).verdict.name == "未通过");
}

TEST_CASE("every preset fits its scale, has words in both languages, and gives some verdict or score") {
    for (const auto& preset : rule_presets()) {
        CAPTURE(preset.id);
        const auto ballot = by_preset(preset.id.c_str());
        for (const auto& verdict : ballot.rule.verdicts)
            for (const auto& choice : verdict.choices) CHECK(ballot.scale.find(choice) != nullptr);
        CHECK_FALSE(rule_in_words(ballot, "zh-CN").empty());
        CHECK_FALSE(rule_in_words(ballot, "en").empty());
        CHECK_FALSE(preset.name_en.empty());
        CHECK_FALSE(preset.note_zh.empty());
        CHECK((ballot.rule.weights.empty() != ballot.rule.verdicts.empty()));
    }
}
