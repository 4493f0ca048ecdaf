// Votes that come after the close, within the grace of the rule.
#include "catch.hpp"
#include "record/hall.hpp"
#include "wire/event_json.hpp"

using namespace wenzheng;
using namespace wenzheng::testing;
using inquiry::ballot_id;
using inquiry::mark;

namespace {

inquiry::definition with_grace(std::int64_t grace_ms) {
    auto what = a_hall_definition();
    for (auto& ballot : what.ballots) ballot.grace_ms = grace_ms;
    return what;
}

struct fixture {
    explicit fixture(std::int64_t grace_ms = 600'000) : hall(at, with_grace(grace_ms)) {}
    test_store at{shared_redis().endpoint()};
    testing::hall hall;

    record::cast_answer press(const std::string& deputy, const std::string& nonce, const std::string& choice,
                              std::uint32_t attempt = 1, const std::string& ballot = "plain") {
        return hall.cast(hall.vote(deputy, nonce, ballot, choice, attempt));
    }
    inquiry::count waiting(const std::string& ballot = "plain") {
        return at.progress(hall.id, ballot_id{ballot}, false)->late;
    }
    record::own_vote own(const std::string& deputy) {
        return at.own_votes(hall.id, inquiry::deputy_id{deputy}, {ballot_id{"plain"}})->at(ballot_id{"plain"});
    }
};

const ballot_id plain{"plain"};

}  // namespace

TEST_CASE("without a grace nothing is taken after the close") {
    fixture f(0);
    f.hall.open("plain");
    f.hall.close("plain");
    CHECK(outcome_of(f.press("d1", "n1", "satisfied")) == "ballot_not_open");
    CHECK(f.waiting() == 0);
}

TEST_CASE("a vote within the grace is kept and marked, and counts only once it is admitted") {
    fixture f;
    f.hall.open("plain");
    CHECK_FALSE(f.press("d1", "n1", "satisfied").late);
    f.hall.close("plain");
    const auto late = f.press("d2", "n1", "dissatisfied");
    CHECK(outcome_of(late) == "confirmed");
    CHECK(late.late);
    CHECK(f.waiting() == 1);
    CHECK(f.hall.now.find(plain)->result->cast == 1);
    REQUIRE(f.own("d2").late.has_value());
    CHECK_FALSE(f.own("d2").counted.has_value());

    CHECK(f.hall.give(inquiry::command::admit_late_votes{plain}).what == record::append_answer::outcome::appended);
    const auto& result = *f.hall.now.find(plain)->result;
    CHECK(result.cast == 2);
    CHECK(result.late_votes == 1);
    CHECK(result.counts.at(inquiry::choice_id{"dissatisfied"}) == 1);
    CHECK(f.waiting() == 0);
    REQUIRE(f.own("d2").counted.has_value());
    CHECK(f.own("d2").counted->late);
    // The same bytes again, from a phone that has not heard: the same receipt, still as a late one.
    const auto again = f.hall.cast(f.hall.vote("d2", "n1", "plain", "dissatisfied"));
    CHECK(again.receipt == late.receipt);
    CHECK(again.late);
}

TEST_CASE("admitted a second time, everybody still counts once") {
    fixture f;
    f.hall.open("plain");
    f.hall.close("plain");
    f.press("d1", "n1", "satisfied");
    f.hall.give(inquiry::command::admit_late_votes{plain});
    f.press("d2", "n1", "satisfied");
    f.press("d1", "n2", "dissatisfied", 2);
    f.hall.give(inquiry::command::admit_late_votes{plain});
    const auto& result = *f.hall.now.find(plain)->result;
    CHECK(result.cast == 2);
    CHECK(result.late_votes == 2);
    CHECK(result.counts.at(inquiry::choice_id{"satisfied"}) == 1);
    CHECK(result.counts.at(inquiry::choice_id{"dissatisfied"}) == 1);
    CHECK(f.hall.now.find(inquiry::deputy_id{"d1"})->votes == 1);
}

TEST_CASE("a late vote has to pass what every vote has to pass") {
    fixture f;
    f.hall.open("plain");
    f.press("d1", "n1", "satisfied", 3);
    f.hall.close("plain");
    CHECK(outcome_of(f.press("d5", "n1", "satisfied")) == "not_checked_in");
    CHECK(outcome_of(f.press("o1", "n1", "satisfied")) == "not_entitled");
    CHECK(outcome_of(f.press("d2", "n1", "brilliant")) == "no_such_choice");
    CHECK(outcome_of(f.press("d1", "n2", "dissatisfied", 2)) == "attempt_superseded");
    CHECK(outcome_of(f.press("d1", "n1", "dissatisfied", 3)) == "nonce_reused");
    CHECK(outcome_of(f.press("d2", "n2", "satisfied", 1, "after")) == "ballot_not_open");
    CHECK(f.waiting() == 0);
    CHECK(outcome_of(f.press("d1", "n3", "dissatisfied", 4)) == "confirmed");
    CHECK(outcome_of(f.press("d1", "n4", "satisfied", 4)) == "attempt_superseded");
    CHECK(f.waiting() == 1);
}

TEST_CASE("where the first press counts, a late one never replaces it") {
    fixture f;
    f.hall.open("first");
    CHECK(outcome_of(f.press("d1", "n1", "satisfied", 1, "first")) == "confirmed");
    f.hall.close("first");
    CHECK(outcome_of(f.press("d1", "n2", "dissatisfied", 2, "first")) == "already_voted");
    CHECK(f.press("d2", "n1", "dissatisfied", 1, "first").late);
    CHECK(outcome_of(f.press("d2", "n2", "satisfied", 2, "first")) == "already_voted");
}

TEST_CASE("with none that wait, nothing is admitted and nothing is recorded") {
    fixture f;
    f.hall.open("plain");
    f.press("d1", "n1", "satisfied");
    f.hall.close("plain");
    const auto rev = f.hall.now.rev;
    CHECK(f.hall.give(inquiry::command::admit_late_votes{plain}).what == record::append_answer::outcome::ended);
    CHECK(f.hall.now.rev == rev);
}

TEST_CASE("the announcement ends it, and tells which were left out") {
    fixture f;
    f.hall.open("plain");
    f.press("d1", "n1", "satisfied");
    f.hall.close("plain");
    f.press("d2", "n1", "dissatisfied");
    f.press("d1", "n2", "dissatisfied", 2);
    f.hall.give(inquiry::command::reveal_ballot{plain});
    CHECK(outcome_of(f.press("d3", "n1", "satisfied")) == "ballot_not_open");
    const auto told = wire::read_event(f.hall.events.back().event, f.hall.events.back().seal);
    REQUIRE(told.has_value());
    const auto& left_out = std::get<inquiry::event::ballot_revealed>(told->what).not_admitted;
    REQUIRE(left_out.size() == 2);
    CHECK(f.hall.now.find(plain)->result->cast == 1);
    CHECK(f.hall.now.find(inquiry::deputy_id{"d2"})->votes_rev == f.hall.now.rev);
}

TEST_CASE("so do a void and the next ballot's opening") {
    fixture f;
    f.hall.open("plain");
    f.hall.close("plain");
    f.press("d1", "n1", "satisfied");
    f.hall.give(inquiry::command::void_ballot{plain, "误开"});
    CHECK(outcome_of(f.press("d2", "n1", "satisfied")) == "ballot_not_open");
    CHECK(f.hall.now.find(plain)->result->cast == 0);
    f.hall.open("shown");
    f.hall.close("shown");
    f.hall.open("first");
    CHECK(outcome_of(f.press("d2", "n2", "satisfied", 1, "shown")) == "ballot_not_open");
    CHECK_FALSE(f.press("d2", "n3", "satisfied", 1, "first").late);
}

TEST_CASE("the grace ends by the store's clock") {
    fixture f(1);
    f.hall.open("plain");
    f.hall.close("plain");
    std::string came = "confirmed";
    for (int i = 0; came == "confirmed" && i < 500; ++i)
        came = outcome_of(f.press("d1", "n" + std::to_string(i), "satisfied", static_cast<std::uint32_t>(i + 1)));
    CHECK(came == "ballot_not_open");
}
