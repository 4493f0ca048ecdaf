#include "inquiry/tally.hpp"

#include "catch.hpp"

using namespace wenzheng::inquiry;

namespace {

const choice_id satisfied{"satisfied"};
const choice_id basically{"basically_satisfied"};
const choice_id dissatisfied{"dissatisfied"};
const choice_id abstain{"abstain"};

choice_counts counts_of(count good, count fair, count bad, count none = 0) {
    choice_counts counts{{satisfied, good}, {basically, fair}, {dissatisfied, bad}};
    if (none != 0) counts[abstain] = none;
    return counts;
}

verdict_rule bounded(const std::string& name, std::vector<choice_id> choices, denominator of, bound needed) {
    return {name, std::move(choices), of, needed};
}

ballot_definition ballot_with(rule rule, const char* scale = "satisfaction3") {
    ballot_definition ballot;
    ballot.rule = std::move(rule);
    ballot.scale = *preset_scale(scale);
    return ballot;
}

// 满意 ≥ ½ of all members; else 满意+基本满意 > ½ of all; else 不满意.
ballot_definition zhenhai() {
    rule rule;
    rule.of = denominator::entitled;
    rule.verdicts.push_back(bounded("满意", {satisfied}, denominator::entitled, {{1, 2}, comparison::at_least}));
    rule.verdicts.push_back(
        bounded("基本满意", {satisfied, basically}, denominator::entitled, {{1, 2}, comparison::more_than}));
    rule.verdicts.push_back({"不满意", {}, std::nullopt, std::nullopt});
    return ballot_with(rule);
}

// 满意 > ½ of all members → passed.
ballot_definition shiquan() {
    rule rule;
    rule.verdicts.push_back(bounded("通过", {satisfied}, denominator::entitled, {{1, 2}, comparison::more_than}));
    rule.verdicts.push_back({"不通过", {}, std::nullopt, std::nullopt});
    return ballot_with(rule);
}

ballot_result of(const ballot_definition& ballot, const choice_counts& counts, count entitled, count present) {
    mark_counts pressed;
    for (const auto& [choice, n] : counts) pressed[mark_of(choice)] = n;
    return tally(ballot, {pressed, 0, {entitled, present}}, {}, "zh-CN");
}

}  // namespace

TEST_CASE("Zhenhai: 17, 11 and 1 of 29 present is satisfied while the body has at most 34 members") {
    for (count members = 29; members <= 34; ++members) {
        const auto result = of(zhenhai(), counts_of(17, 11, 1), members, 29);
        CHECK(result.verdict.name == "满意");
        CHECK(result.verdict.margin == 17 - (members + 1) / 2);
    }
}

TEST_CASE("Zhenhai: the same votes of a body of 35 are basically satisfied") {
    const auto result = of(zhenhai(), counts_of(17, 11, 1), 35, 29);
    CHECK(result.verdict.name == "基本满意");
    CHECK(result.verdict.margin == 28 - 18);
}

TEST_CASE("Zhenhai: a sum of exactly half is dissatisfied, and one vote short") {
    const auto result = of(zhenhai(), counts_of(10, 10, 9), 40, 29);
    CHECK(result.verdict.name == "不满意");
    CHECK(result.verdict.margin == -1);
    CHECK(of(zhenhai(), counts_of(10, 11, 8), 40, 29).verdict.name == "基本满意");
}

TEST_CASE("Zhenhai: exactly half satisfied is satisfied") {
    CHECK(of(zhenhai(), counts_of(20, 0, 9), 40, 29).verdict.name == "满意");
    CHECK(of(zhenhai(), counts_of(19, 0, 10), 40, 29).verdict.name == "不满意");
}

TEST_CASE("Shiquan: exactly half of all members is not passed, one more is") {
    CHECK(of(shiquan(), counts_of(76, 20, 4), 152, 100).verdict.name == "不通过");
    CHECK(of(shiquan(), counts_of(76, 20, 4), 152, 100).verdict.margin == -1);
    CHECK(of(shiquan(), counts_of(77, 20, 3), 152, 100).verdict.name == "通过");
    CHECK(of(shiquan(), counts_of(77, 20, 3), 152, 100).verdict.margin == 0);
}

TEST_CASE("a weighted score of nothing but dissatisfied at weight 50 is 50") {
    rule rule;
    rule.weights = {{satisfied, 100}, {basically, 70}, {dissatisfied, 50}};
    CHECK(of(ballot_with(rule), counts_of(0, 0, 80), 100, 80).score == "50.00");
    CHECK(of(ballot_with(rule), counts_of(80, 0, 0), 100, 80).score == "100.00");
    CHECK(of(ballot_with(rule), counts_of(1, 1, 1), 100, 80).score == "73.33");
}

TEST_CASE("a score is of the valid votes, and of none it is 0") {
    rule rule;
    rule.weights = {{satisfied, 100}};
    const auto ballot = ballot_with(rule, "satisfaction4_abstain");
    CHECK(of(ballot, counts_of(1, 1, 0, 8), 10, 10).score == "50.00");
    CHECK(of(ballot, counts_of(0, 0, 0, 8), 10, 10).score == "0.00");
    CHECK_FALSE(of(ballot_with({}), counts_of(1, 1, 0), 10, 10).score.has_value());
}

TEST_CASE("percentages are rounded half up to two places") {
    CHECK(percent_text(1, 3) == "33.33");
    CHECK(percent_text(2, 3) == "66.67");
    CHECK(percent_text(1, 8) == "12.50");
    CHECK(percent_text(1, 800) == "0.13");
    CHECK(percent_text(1, 801) == "0.12");
    CHECK(percent_text(1, 20'000) == "0.01");
    CHECK(percent_text(1, 20'001) == "0.00");
    CHECK(percent_text(5'000, 5'000) == "100.00");
    CHECK(percent_text(4'999, 5'000) == "99.98");
    CHECK(percent_text(0, 0) == "0.00");
}

TEST_CASE("every denominator is what it says") {
    const auto* scale = "satisfaction4_abstain";
    const auto counts = counts_of(30, 20, 10, 20);
    const auto percent = [&](denominator of_what) {
        rule rule;
        rule.of = of_what;
        return of(ballot_with(rule, scale), counts, 200, 100).percent;
    };
    CHECK(percent(denominator::entitled).at(satisfied) == "15.00");
    CHECK(percent(denominator::present).at(satisfied) == "30.00");
    CHECK(percent(denominator::cast).at(satisfied) == "37.50");
    CHECK(percent(denominator::valid).at(satisfied) == "50.00");
    CHECK(percent(denominator::cast).at(abstain) == "25.00");
    CHECK_FALSE(percent(denominator::valid).contains(abstain));
}

TEST_CASE("who did not press is not counted as abstaining") {
    const auto result = of(ballot_with({}, "satisfaction4_abstain"), counts_of(30, 20, 10, 5), 152, 100);
    CHECK(result.cast == 65);
    CHECK(result.valid == 60);
    CHECK(result.not_voted == 35);
    CHECK(result.counts.at(abstain) == 5);
}

TEST_CASE("choices that nobody took are counted as 0") {
    const auto result = of(ballot_with({}), {}, 10, 5);
    CHECK(result.counts == counts_of(0, 0, 0));
    CHECK_FALSE(result.verdict.name.has_value());
}

TEST_CASE("the least number that holds is exact, also where the share is") {
    CHECK(least_that_holds({{1, 2}, comparison::at_least}, 10) == 5);
    CHECK(least_that_holds({{1, 2}, comparison::more_than}, 10) == 6);
    CHECK(least_that_holds({{1, 2}, comparison::at_least}, 11) == 6);
    CHECK(least_that_holds({{1, 2}, comparison::more_than}, 11) == 6);
    CHECK(least_that_holds({{2, 3}, comparison::at_least}, 100) == 67);
    CHECK(least_that_holds({{2, 3}, comparison::at_least}, 99) == 66);
    CHECK(least_that_holds({{2, 3}, comparison::more_than}, 99) == 67);
    CHECK(least_that_holds({{0, 1}, comparison::more_than}, 99) == 1);
}

TEST_CASE("of nobody there is no share: nothing holds where no one is counted") {
    for (const auto how : {comparison::at_least, comparison::more_than}) {
        CHECK(least_that_holds({{0, 1}, how}, 0) == 1);
        CHECK(least_that_holds({{1, 2}, how}, 0) == 1);
        CHECK(least_that_holds({{1, 1}, how}, 0) == 1);
    }
}

TEST_CASE("the least number that holds agrees with cross-multiplication for every small share and body") {
    for (std::uint32_t d = 1; d <= 12; ++d)
        for (std::uint32_t n = 0; n <= d; ++n)
            for (count whole = 1; whole <= 60; ++whole) {
                count loose = 0;
                while (loose * d < n * whole) ++loose;
                count strict = 0;
                while (strict * d <= n * whole) ++strict;
                if (least_that_holds({{n, d}, comparison::at_least}, whole) != loose ||
                    least_that_holds({{n, d}, comparison::more_than}, whole) != strict)
                    FAIL(n << "/" << d << " of " << whole);
            }
}

TEST_CASE("the first verdict that holds is given, and its margin is in whole votes") {
    rule rule;
    rule.of = denominator::cast;
    rule.verdicts.push_back(bounded("合格", {satisfied, basically}, denominator::cast, {{1, 2}, comparison::at_least}));
    rule.verdicts.push_back(bounded("优秀", {satisfied}, denominator::cast, {{1, 2}, comparison::at_least}));
    const auto result = of(ballot_with(rule), counts_of(90, 5, 5), 100, 100);
    CHECK(result.verdict.name == "合格");
    CHECK(result.verdict.margin == 45);
}

TEST_CASE("with no verdict that holds the margin is of the first that was missed") {
    rule rule;
    rule.of = denominator::cast;
    rule.verdicts.push_back(bounded("优秀", {satisfied}, denominator::cast, {{9, 10}, comparison::at_least}));
    rule.verdicts.push_back(
        bounded("合格", {satisfied, basically}, denominator::cast, {{6, 10}, comparison::at_least}));
    const auto result = of(ballot_with(rule), counts_of(40, 10, 50), 100, 100);
    CHECK_FALSE(result.verdict.name.has_value());
    CHECK(result.verdict.margin == -50);
}

TEST_CASE("a rule is said in words, in the language of the inquiry") {
    const auto chinese = rule_in_words(zhenhai(), "zh-CN");
    CHECK(chinese.find("满意达到全体参评人员的1/2（含），为“满意”") != std::string::npos);
    CHECK(chinese.find("满意＋基本满意超过全体参评人员的1/2") != std::string::npos);
    const auto english = rule_in_words(zhenhai(), "en");
    CHECK(english.find("Satisfied: at least 1/2 of all entitled") != std::string::npos);
    CHECK(english.find("Satisfied + Basically satisfied: more than 1/2 of all entitled") != std::string::npos);
}
