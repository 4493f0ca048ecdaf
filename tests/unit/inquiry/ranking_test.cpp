// The order of departments.
#include "inquiry/ranking.hpp"

#include "catch.hpp"
#include "inquiry/evening.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::a_ballot;
using testing::evening;

namespace {

// Items i1 to iN with a ballot each, b1 to bN; `change` is called for each ballot.
template <class changer>
definition departments(int n, changer change) {
    auto what = testing::a_definition();
    what.items.clear();
    what.ballots.clear();
    for (int i = 1; i <= n; ++i) {
        const auto number = std::to_string(i);
        what.items.push_back({item_id{"i" + number}, "单位" + number, "", "题目", ""});
        auto ballot = a_ballot("b" + number, "i" + number);
        ballot.rule.verdicts = {{"满意", {choice_id{"satisfied"}}, denominator::valid, bound{{1, 2}}}};
        change(ballot);
        what.ballots.push_back(ballot);
    }
    return what;
}

definition departments(int n) {
    return departments(n, [](ballot_definition&) {});
}

void play(evening& e, const std::string& ballot, const std::vector<std::string>& presses) {
    e.give(command::open_ballot{ballot_id{ballot}, std::nullopt});
    for (std::size_t i = 0; i < presses.size(); ++i) e.press("d" + std::to_string(i + 1), presses[i]);
    e.give(command::close_ballot{ballot_id{ballot}});
    e.give(command::reveal_ballot{ballot_id{ballot}});
    e.clock += 60'000;
}

std::vector<std::string> told(const evening& e) {
    std::vector<std::string> lines;
    for (const auto& one : ranking_of(e.now))
        lines.push_back(std::to_string(one.place) + " " + one.ballot.value + " " + one.figure);
    return lines;
}

using lines = std::vector<std::string>;

}  // namespace

TEST_CASE("the best share comes first, equal ones share a place, and the next counts them") {
    evening e(departments(4));
    e.begin();
    play(e, "b1", {"satisfied", "dissatisfied"});
    play(e, "b2", {"satisfied", "satisfied", "dissatisfied"});
    play(e, "b3", {"satisfied", "satisfied", "dissatisfied"});
    play(e, "b4", {"dissatisfied"});
    CHECK(told(e) == lines{"1 b2 66.67", "1 b3 66.67", "3 b1 50.00", "4 b4 0.00"});
}

TEST_CASE("only what is revealed has a place; a void result has none") {
    evening e(departments(3));
    e.begin();
    CHECK(told(e).empty());
    e.play_until_closed("b1");
    CHECK(told(e).empty());
    e.give(command::reveal_ballot{ballot_id{"b1"}});
    play(e, "b2", {"satisfied"});
    CHECK(told(e).size() == 2);
    e.give(command::void_ballot{ballot_id{"b2"}, "设备故障"});
    CHECK(told(e) == lines{"1 b1 0.00"});
}

TEST_CASE("a re-vote takes its first round's place, a correction its ballot's") {
    evening e(departments(2));
    e.begin();
    play(e, "b1", {"satisfied", "dissatisfied"});
    play(e, "b2", {"satisfied", "satisfied", "dissatisfied"});
    e.give(command::draft_ballot{ballot_id{"again"}, ballot_id{"b1"}});
    play(e, "again", {"satisfied"});
    CHECK(told(e) == lines{"1 again 100.00", "2 b2 66.67"});
    e.give(command::publish_erratum{ballot_id{"again"}, "误读", command::written_counts{{"dissatisfied", 1}}});
    CHECK(told(e) == lines{"1 b2 66.67", "2 again 0.00"});
}

TEST_CASE("figures of two kinds, or of two shares, are never ranked together") {
    evening e(departments(3, [](ballot_definition& ballot) {
        if (ballot.id.value == "b2") ballot.rule.weights = {{choice_id{"satisfied"}, 100}};
        if (ballot.id.value == "b3") ballot.rule.verdicts.front().of = denominator::entitled;
    }));
    e.begin();
    for (const auto* ballot : {"b1", "b2", "b3"}) play(e, ballot, {"satisfied"});
    CHECK(told(e) == lines{"1 b1 100.00"});
}

TEST_CASE("scores are ranked by points, not by their digits") {
    evening e(departments(2, [](ballot_definition& ballot) {
        ballot.rule.weights = {{choice_id{"satisfied"}, 100}, {choice_id{"basically_satisfied"}, 60}};
    }));
    e.begin();
    play(e, "b1", {"satisfied", "dissatisfied", "dissatisfied", "dissatisfied", "dissatisfied"});
    play(e, "b2", {"satisfied"});
    CHECK(told(e) == lines{"1 b2 100.00", "2 b1 20.00"});
}

TEST_CASE("a questionnaire has no one figure and no place") {
    evening e(departments(1, [](ballot_definition& ballot) {
        ballot.questions = {{question_id{"q1"}, "一"}, {question_id{"q2"}, "二"}};
    }));
    e.begin();
    play(e, "b1", {"q1=satisfied&q2=satisfied"});
    CHECK(told(e).empty());
}
