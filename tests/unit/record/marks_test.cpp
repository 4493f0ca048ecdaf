// Scores, questionnaires, advisory electorates and staff tablets in the store itself.
#include "catch.hpp"
#include "inquiry/mark.hpp"
#include "record/hall.hpp"

using namespace wenzheng;
using namespace wenzheng::record;
using testing::hall;
using testing::outcome_of;
using testing::shared_redis;
using testing::test_store;

namespace {

inquiry::ballot_definition ballot(const std::string& id, const char* scale) {
    inquiry::ballot_definition made;
    made.id = inquiry::ballot_id{id};
    made.item = inquiry::item_id{"i1"};
    made.title = "测评";
    made.electorate = inquiry::electorate_id{"deputies"};
    made.scale = *inquiry::preset_scale(scale);
    return made;
}

inquiry::definition with(inquiry::ballot_definition made) {
    auto what = testing::a_definition();
    what.ballots = {std::move(made)};
    return what;
}

struct fixture {
    explicit fixture(inquiry::ballot_definition made) : hall(at, with(std::move(made))) { hall.open("b"); }
    test_store at{shared_redis().endpoint()};
    testing::hall hall;

    std::string press(const std::string& deputy, const std::string& nonce, const std::string& mark,
                      std::uint32_t attempt = 1) {
        return outcome_of(hall.cast(hall.vote(deputy, nonce, "b", mark, attempt)));
    }
    std::string press_as_staff(const std::string& deputy, const std::string& nonce, const std::string& mark) {
        auto vote = hall.vote(deputy, nonce, "b", mark, 0);
        vote.staff = "staff";
        return outcome_of(hall.cast(vote));
    }
    std::optional<inquiry::sealed_vote> own(const std::string& deputy) {
        const auto all = at.own_votes(hall.id, inquiry::deputy_id{deputy}, {inquiry::ballot_id{"b"}});
        if (!all || all->empty()) return std::nullopt;
        return all->begin()->second.counted;
    }
};

}  // namespace

TEST_CASE("a score counts within its range, and nothing else does") {
    fixture f(ballot("b", "score100"));
    CHECK(f.press("d1", "n1", "#0") == "confirmed");
    CHECK(f.press("d2", "n1", "#100") == "confirmed");
    CHECK(f.press("d3", "n1", "#101") == "no_such_choice");
    CHECK(f.press("d3", "n2", "#-1") == "no_such_choice");
    CHECK(f.press("d3", "n3", "satisfied") == "no_such_choice");
    CHECK(f.press("d3", "n4", "q1=a&q2=b") == "no_such_choice");
    f.hall.close("b");
    CHECK(f.hall.last_seal.counts == inquiry::mark_counts{{inquiry::mark{"#0"}, 1}, {inquiry::mark{"#100"}, 1}});
}

TEST_CASE("a questionnaire counts when every question has a choice of the scale, and no other") {
    auto made = ballot("b", "approval3");
    made.questions = {{inquiry::question_id{"q2"}, "乙"}, {inquiry::question_id{"q1"}, "甲"}};
    fixture f(made);
    CHECK(f.press("d1", "n1", "q1=for&q2=against") == "confirmed");
    CHECK(f.press("d2", "n1", "q1=for") == "no_such_choice");
    CHECK(f.press("d2", "n2", "q1=for&q2=perhaps") == "no_such_choice");
    CHECK(f.press("d2", "n3", "q1=for&q2=against&q3=for") == "no_such_choice");
    CHECK(f.press("d2", "n4", "q2=for&q1=against") == "no_such_choice");
    CHECK(f.press("d2", "n5", "for") == "no_such_choice");
}

TEST_CASE("an advisory electorate may press, whoever is in none may not") {
    auto made = ballot("b", "approval3");
    fixture without(made);
    without.hall.give(inquiry::command::check_in{inquiry::deputy_id{"o1"}});
    CHECK(without.press("o1", "n1", "for") == "not_entitled");
    made.advisory = {inquiry::electorate_id{"nobody"}, inquiry::electorate_id{"observers"}};
    fixture f(made);
    f.hall.give(inquiry::command::check_in{inquiry::deputy_id{"o1"}});
    CHECK(f.press("o1", "n1", "for") == "confirmed");
    CHECK(f.press("d1", "n1", "against") == "confirmed");
    f.hall.close("b");
    const auto& result = *f.hall.now.find(inquiry::ballot_id{"b"})->result;
    CHECK(result.cast == 1);
    CHECK(result.advisory.at(1).of.cast == 1);
}

TEST_CASE("a press on a staff tablet replaces the deputy's own as his next attempt, and is marked") {
    fixture f(ballot("b", "approval3"));
    CHECK(f.press("d1", "n1", "for", 3) == "confirmed");
    CHECK(f.press_as_staff("d1", "n2", "against") == "confirmed");
    REQUIRE(f.own("d1").has_value());
    CHECK(f.own("d1")->attempt == 4);
    CHECK(f.own("d1")->staff == "staff");
    CHECK(f.press("d1", "n3", "for", 4) == "attempt_superseded");
    CHECK(f.press("d1", "n4", "for", 5) == "confirmed");
    CHECK(f.own("d1")->staff.empty());
    CHECK(f.press_as_staff("d2", "n1", "for") == "confirmed");
    CHECK(f.press_as_staff("d2", "n1", "for") == "confirmed");
    CHECK(f.own("d2")->attempt == 1);
    CHECK(f.press_as_staff("d2", "n1", "against") == "nonce_reused");
    f.hall.close("b");
    CHECK(f.hall.last_seal.votes.size() == 2);
    CHECK(f.hall.now.find(inquiry::ballot_id{"b"})->result->staff_votes == 1);
}

TEST_CASE("where the first press counts a staff tablet comes too late as well") {
    auto made = ballot("b", "approval3");
    made.press = inquiry::press_rule::first;
    fixture f(made);
    CHECK(f.press("d1", "n1", "for") == "confirmed");
    CHECK(f.press_as_staff("d1", "n2", "against") == "already_voted");
    CHECK(f.press_as_staff("d2", "n1", "for") == "confirmed");
}
