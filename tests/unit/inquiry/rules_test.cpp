// Scales, electorates, weights, ties, questionnaires: what a body may put together by itself.
#include "catch.hpp"
#include "inquiry/fairness.hpp"
#include "inquiry/tally.hpp"

using namespace wenzheng::inquiry;

namespace {

const choice_id in_favour{"for"};
const choice_id against{"against"};
const choice_id abstain{"abstain"};

ballot_definition ballot_on(const char* scale) {
    ballot_definition ballot;
    ballot.electorate = electorate_id{"deputies"};
    ballot.scale = *preset_scale(scale);
    return ballot;
}

verdict_rule beats(const char* name, choice_id choice, std::vector<choice_id> others) {
    verdict_rule verdict;
    verdict.name = name;
    verdict.choices = {std::move(choice)};
    verdict.beats = std::move(others);
    return verdict;
}

verdict_rule otherwise(const char* name) {
    verdict_rule verdict;
    verdict.name = name;
    return verdict;
}

box votes(std::map<choice_id, count> counts, turnout who = {100, 100}) {
    box in{{}, 0, who};
    for (const auto& [choice, n] : counts) in.pressed[mark_of(choice)] = n;
    return in;
}

ballot_definition vote_by_majority(tie_rule tie) {
    auto ballot = ballot_on("approval3");
    ballot.rule.verdicts = {beats("通过", in_favour, {against}), otherwise("未通过")};
    ballot.rule.tie = tie;
    ballot.rule.tie_name = "票数相等，重新表决";
    return ballot;
}

std::optional<std::string> name_of(const ballot_definition& ballot, const box& in) {
    return tally(ballot, in, {}, "zh-CN").verdict.name;
}

}  // namespace

TEST_CASE("a tie misses, holds or is named, as the rule says") {
    const auto even = votes({{in_favour, 30}, {against, 30}, {abstain, 5}});
    CHECK(name_of(vote_by_majority(tie_rule::misses), even) == "未通过");
    CHECK(name_of(vote_by_majority(tie_rule::holds), even) == "通过");
    CHECK(name_of(vote_by_majority(tie_rule::named), even) == "票数相等，重新表决");
    const auto more = votes({{in_favour, 31}, {against, 30}});
    const auto fewer = votes({{in_favour, 30}, {against, 31}});
    for (const auto tie : {tie_rule::misses, tie_rule::holds, tie_rule::named}) {
        CHECK(name_of(vote_by_majority(tie), more) == "通过");
        CHECK(name_of(vote_by_majority(tie), fewer) == "未通过");
    }
    CHECK(tally(vote_by_majority(tie_rule::misses), even, {}, "zh-CN").verdict.margin == -1);
    CHECK(tally(vote_by_majority(tie_rule::holds), even, {}, "zh-CN").verdict.margin == 0);
}

TEST_CASE("where nobody voted there is no tie to decide") {
    CHECK(name_of(vote_by_majority(tie_rule::holds), votes({})) == "未通过");
    CHECK(name_of(vote_by_majority(tie_rule::named), votes({})) == "未通过");
}

TEST_CASE("a choice that beats several is above each of them, not above their sum") {
    auto ballot = ballot_on("appraisal4");
    const choice_id excellent{"excellent"};
    const choice_id competent{"competent"};
    const choice_id basically{"basically_competent"};
    ballot.rule.verdicts = {beats("优秀最多", excellent, {competent, basically}), otherwise("其他")};
    CHECK(name_of(ballot, votes({{excellent, 11}, {competent, 10}, {basically, 10}})) == "优秀最多");
    CHECK(name_of(ballot, votes({{excellent, 10}, {competent, 10}, {basically, 1}})) == "其他");
}

TEST_CASE("not more than and less than hold up to their bound") {
    CHECK(greatest_that_holds({{1, 3}, comparison::at_most}, 75) == 25);
    CHECK(greatest_that_holds({{1, 3}, comparison::less_than}, 75) == 24);
    CHECK(greatest_that_holds({{1, 3}, comparison::at_most}, 76) == 25);
    CHECK(greatest_that_holds({{1, 3}, comparison::less_than}, 76) == 25);
    CHECK(greatest_that_holds({{0, 1}, comparison::less_than}, 10) == -1);
    for (std::uint32_t d = 1; d <= 9; ++d)
        for (std::uint32_t n = 0; n <= d; ++n)
            for (count whole = 1; whole <= 40; ++whole) {
                count most = -1;
                while ((most + 1) * d <= n * whole) ++most;
                count below = -1;
                while ((below + 1) * d < n * whole) ++below;
                if (greatest_that_holds({{n, d}, comparison::at_most}, whole) != most ||
                    greatest_that_holds({{n, d}, comparison::less_than}, whole) != below)
                    FAIL(n << "/" << d << " of " << whole);
            }
}

TEST_CASE("of nobody no bound holds, in neither direction") {
    auto ballot = ballot_on("approval3");
    verdict_rule few;
    few.name = "反对不多";
    few.choices = {against};
    few.needed = bound{{1, 3}, comparison::at_most};
    ballot.rule.verdicts = {few, otherwise("无人表决")};
    CHECK(name_of(ballot, votes({}, {0, 0})) == "无人表决");
    CHECK(name_of(ballot, votes({{in_favour, 3}, {against, 1}})) == "反对不多");
}

TEST_CASE("advisory electorates are counted apart and never added") {
    auto ballot = ballot_on("approval3");
    ballot.advisory = {electorate_id{"public"}};
    ballot.rule.verdicts = {beats("通过", in_favour, {against}), otherwise("未通过")};
    const auto result = tally(ballot, votes({{in_favour, 10}, {against, 20}}, {40, 30}),
                              {votes({{in_favour, 900}}, {1000, 900})}, "zh-CN");
    CHECK(result.cast == 30);
    CHECK(result.counts.at(in_favour) == 10);
    CHECK(result.verdict.name == "未通过");
    REQUIRE(result.advisory.size() == 1);
    CHECK(result.advisory[0].of.counts.at(in_favour) == 900);
    CHECK(result.advisory[0].of.percent.at(in_favour) == "100.00");
    CHECK_FALSE(result.combined.has_value());
}

TEST_CASE("with declared weights electorates are combined exactly, and one without a valid vote has no part") {
    auto ballot = ballot_on("satisfaction3");
    const choice_id good{"satisfied"};
    const choice_id bad{"dissatisfied"};
    ballot.advisory = {electorate_id{"leaders"}, electorate_id{"public"}};
    ballot.rule.weights = {{good, 100}, {bad, 0}};
    ballot.rule.group_weights = {
        {electorate_id{"leaders"}, 60}, {electorate_id{"deputies"}, 30}, {electorate_id{"public"}, 10}};
    verdict_rule high;
    high.name = "满意";
    high.score_at_least = 80;
    ballot.rule.verdicts = {high, otherwise("不满意")};
    const auto deputies = votes({{good, 1}, {bad, 2}});  // 33.33…
    const auto leaders = votes({{good, 3}});             // 100
    const auto everyone = votes({{good, 1}, {bad, 1}});  // 50
    const auto result = tally(ballot, deputies, {leaders, everyone}, "zh-CN");
    // 60·100 + 30·100/3 + 10·50 = 7500, over 100.
    CHECK(result.combined->score == "75.00");
    CHECK(result.score == "33.33");
    CHECK(result.verdict.name == "不满意");
    CHECK(result.verdict.margin == -500);
    const auto without_public = tally(ballot, deputies, {leaders, votes({})}, "zh-CN");
    // (6000 + 1000) / 90 = 77.777…
    CHECK(without_public.combined->score == "77.78");
}

TEST_CASE("a questionnaire is counted question by question, with a verdict each") {
    auto ballot = ballot_on("approval3");
    ballot.questions = {{question_id{"q2"}, "第二题"}, {question_id{"q1"}, "第一题"}};
    ballot.rule.verdicts = {beats("通过", in_favour, {against}), otherwise("未通过")};
    box in{{}, 0, {10, 8}};
    in.pressed[mark_of(answers{{question_id{"q1"}, in_favour}, {question_id{"q2"}, against}})] = 4;
    in.pressed[mark_of(answers{{question_id{"q1"}, in_favour}, {question_id{"q2"}, abstain}})] = 2;
    const auto result = tally(ballot, in, {}, "zh-CN");
    CHECK(result.cast == 6);
    CHECK(result.not_voted == 2);
    CHECK(result.counts.empty());
    CHECK_FALSE(result.verdict.name.has_value());
    REQUIRE(result.questions.size() == 2);
    CHECK(result.questions[0].of.title == "第二题");
    CHECK(result.questions[0].verdict.name == "未通过");
    CHECK(result.questions[0].figures.valid == 4);
    CHECK(result.questions[1].verdict.name == "通过");
    CHECK(result.questions[1].figures.counts.at(in_favour) == 6);
}

TEST_CASE("invalid papers are collected and cast, but not valid and nobody's choice") {
    auto ballot = ballot_on("approval3");
    auto in = votes({{in_favour, 5}}, {20, 10});
    in.invalid = 2;
    const auto result = tally(ballot, in, {}, "zh-CN");
    CHECK(result.cast == 7);
    CHECK(result.valid == 5);
    CHECK(result.not_voted == 3);
}

TEST_CASE("a press fits its ballot or it doesn't") {
    const auto choices = ballot_on("approval3");
    const auto score = ballot_on("score100");
    auto questions = choices;
    questions.questions = {{question_id{"a"}, "甲"}, {question_id{"b"}, "乙"}};
    CHECK(fits(choices, in_favour));
    CHECK_FALSE(fits(choices, choice_id{"satisfied"}));
    CHECK_FALSE(fits(choices, std::int64_t{1}));
    CHECK(fits(score, std::int64_t{0}));
    CHECK(fits(score, std::int64_t{100}));
    CHECK_FALSE(fits(score, std::int64_t{101}));
    CHECK_FALSE(fits(score, in_favour));
    CHECK(fits(questions, answers{{question_id{"a"}, in_favour}, {question_id{"b"}, abstain}}));
    CHECK_FALSE(fits(questions, answers{{question_id{"a"}, in_favour}}));
    CHECK_FALSE(fits(questions, answers{{question_id{"a"}, in_favour}, {question_id{"c"}, abstain}}));
    CHECK_FALSE(fits(questions, in_favour));
}

TEST_CASE("every press is read again from its mark") {
    for (const press& what : {press{in_favour}, press{std::int64_t{87}},
                              press{answers{{question_id{"q1"}, in_favour}, {question_id{"q2"}, abstain}}}}) {
        const auto again = press_of(mark_of(what));
        REQUIRE(again.has_value());
        CHECK((*again == what));
    }
    CHECK_FALSE(press_of(mark{"!"}).has_value());
    CHECK_FALSE(press_of(mark{"#"}).has_value());
    CHECK_FALSE(press_of(mark{"#8x"}).has_value());
}

TEST_CASE("fairness warns of padded scales, of rewarded dissatisfaction and of a weighted figure called a rate") {
    using warning = fairness_warning;
    auto ballot = ballot_on("satisfaction3");
    ballot.rule.verdicts = {otherwise("不满意")};
    CHECK(fairness_warnings(ballot).empty());
    ballot.scale = *preset_scale("satisfaction4_very");
    CHECK((fairness_warnings(ballot) == std::vector{warning::padded_scale}));
    ballot.scale = *preset_scale("satisfaction3");
    ballot.rule.weights = {{choice_id{"satisfied"}, 100}, {choice_id{"dissatisfied"}, 30}};
    CHECK((fairness_warnings(ballot) == std::vector{warning::bad_choice_has_weight}));
    ballot.rule.score_label = "群众满意率";
    CHECK((fairness_warnings(ballot) == std::vector{warning::weighted_called_rate, warning::bad_choice_has_weight}));
    ballot.rule.weights.clear();
    CHECK(fairness_warnings(ballot).empty());
    ballot.rule.verdicts = {beats("通过", choice_id{"satisfied"}, {choice_id{"dissatisfied"}})};
    CHECK((fairness_warnings(ballot) == std::vector{warning::no_otherwise}));
    ballot.rule.verdicts.clear();
    CHECK((fairness_warnings(ballot) == std::vector{warning::nothing_measured}));
}
