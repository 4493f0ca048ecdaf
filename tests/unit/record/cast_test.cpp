#include "catch.hpp"
#include "inquiry/limits.hpp"
#include "record/hall.hpp"

using namespace wenzheng;
using namespace wenzheng::record;
using testing::hall;
using testing::outcome_of;
using testing::shared_redis;
using testing::test_store;

namespace {

struct fixture {
    test_store at{shared_redis().endpoint()};
    testing::hall hall{at};
};

}  // namespace

TEST_CASE("a vote within the window of its ballot is confirmed with its receipt") {
    fixture f;
    f.hall.open("plain");
    const auto vote = f.hall.vote("d1", "n1", "plain", "satisfied");
    const auto answer = f.hall.cast(vote);
    CHECK(outcome_of(answer) == "confirmed");
    CHECK(answer.receipt == vote.receipt);
    CHECK(answer.at >= *f.hall.now.open_ballot()->opens_at);
    const auto own = f.at.own_votes(f.hall.id, vote.deputy, {vote.ballot, inquiry::ballot_id{"timed"}});
    REQUIRE(own.has_value());
    REQUIRE(own->size() == 1);
    CHECK(own->at(vote.ballot).counted->receipt == vote.receipt);
    CHECK(own->at(vote.ballot).counted->mark.value == "satisfied");
    CHECK(own->at(vote.ballot).counted->at == answer.at);
}

TEST_CASE("an answer that carries another vote's receipt is believed by nobody") {
    fixture f;
    f.hall.open("plain");
    auto vote = f.hall.vote("d1", "n1", "plain", "satisfied");
    f.hall.cast(vote);
    // As if the store's answers had lost their step: what comes isn't what this vote's receipt has to be.
    vote.receipt = "of-somebody-else";
    CHECK_THROWS(f.hall.cast(vote));
}

TEST_CASE("the same nonce with the same content gets the same receipt for ever") {
    fixture f;
    f.hall.open("plain");
    const auto first = f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"));
    const auto again = f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"));
    CHECK(outcome_of(again) == "confirmed");
    CHECK(again.receipt == first.receipt);
    CHECK(again.at == first.at);
    f.hall.close("plain");
    f.hall.open("timed");
    const auto after = f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"));
    CHECK(outcome_of(after) == "confirmed");
    CHECK(after.receipt == first.receipt);
}

TEST_CASE("a known nonce with other content is reused, and changes nothing") {
    fixture f;
    f.hall.open("plain");
    const auto first = f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"));
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "dissatisfied"))) == "nonce_reused");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "timed", "satisfied"))) == "nonce_reused");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied", 2))) == "nonce_reused");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied", 11))) == "nonce_reused");
    CHECK(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied")).receipt == first.receipt);
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d2", "n1", "plain", "dissatisfied"))) == "confirmed");
}

TEST_CASE("a refused nonce stays refused after the ballot has opened; a new one counts") {
    fixture f;
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"))) == "ballot_not_open");
    f.hall.open("plain");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"))) == "ballot_not_open");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n2", "plain", "satisfied"))) == "confirmed");
}

TEST_CASE("a vote for another ballot than the open one, or after the close, is not counted") {
    fixture f;
    f.hall.open("plain");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "timed", "satisfied"))) == "ballot_not_open");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n2", "nothing", "satisfied"))) == "ballot_not_open");
    f.hall.close("plain");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n3", "plain", "satisfied"))) == "ballot_not_open");
    CHECK(f.hall.last_seal.votes.empty());
}

TEST_CASE("a nonce whose message could not be read is burnt") {
    fixture f;
    f.hall.open("plain");
    CHECK(outcome_of(f.hall.cast({inquiry::deputy_id{"d1"}, "n1", {}, inquiry::mark{"!"}, 0, "receipt", {}})) ==
          "bad_message");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"))) == "nonce_reused");
    CHECK(f.at.progress(f.hall.id, inquiry::ballot_id{"plain"}, false)->cast == 0);
}

TEST_CASE("a higher attempt replaces a lower one where the last press counts") {
    fixture f;
    f.hall.open("plain");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied", 2))) == "confirmed");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n2", "plain", "dissatisfied", 1))) == "attempt_superseded");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n3", "plain", "dissatisfied", 2))) == "attempt_superseded");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n4", "plain", "dissatisfied", 10))) == "confirmed");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n5", "plain", "satisfied", 9))) == "attempt_superseded");
    f.hall.close("plain");
    REQUIRE(f.hall.last_seal.votes.size() == 1);
    CHECK(f.hall.last_seal.votes[0].mark.value == "dissatisfied");
    CHECK(f.hall.last_seal.votes[0].attempt == 10);
}

TEST_CASE("where the first press counts any further one is refused") {
    fixture f;
    f.hall.open("first");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "first", "satisfied"))) == "confirmed");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n2", "first", "dissatisfied", 2))) == "already_voted");
    f.hall.close("first");
    CHECK(f.hall.last_seal.votes.at(0).mark.value == "satisfied");
}

TEST_CASE("who has not checked in, is not entitled, or takes no choice of the scale is refused") {
    fixture f;
    f.hall.open("plain");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d5", "n1", "plain", "satisfied"))) == "not_checked_in");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("o1", "n1", "plain", "satisfied"))) == "not_entitled");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "abstain"))) == "no_such_choice");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n2", "plain", "satisf"))) == "no_such_choice");
    f.hall.give(inquiry::command::check_in{inquiry::deputy_id{"d5"}});
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d5", "n1", "plain", "satisfied"))) == "not_checked_in");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d5", "n2", "plain", "satisfied"))) == "confirmed");
}

TEST_CASE("checking a deputy out leaves his vote in the count") {
    fixture f;
    f.hall.open("plain");
    f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"));
    f.hall.give(inquiry::command::check_out{inquiry::deputy_id{"d1"}});
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n2", "plain", "dissatisfied", 2))) == "not_checked_in");
    f.hall.close("plain");
    CHECK(f.hall.last_seal.counts == inquiry::mark_counts{{inquiry::mark{"satisfied"}, 1}});
    CHECK(f.hall.now.find(inquiry::ballot_id{"plain"})->result->present == 4);
}

TEST_CASE("in one batch a deputy's presses follow each other, and a nonce counts once") {
    fixture f;
    f.hall.open("plain");
    const auto answers = f.hall.cast_all(
        {f.hall.vote("d1", "n1", "plain", "satisfied", 1), f.hall.vote("d1", "n2", "plain", "dissatisfied", 2),
         f.hall.vote("d1", "n3", "plain", "satisfied", 2), f.hall.vote("d2", "n1", "plain", "satisfied", 1),
         f.hall.vote("d2", "n1", "plain", "satisfied", 1), f.hall.vote("d2", "n1", "plain", "dissatisfied", 1)});
    REQUIRE(answers.size() == 6);
    CHECK(outcome_of(answers[0]) == "confirmed");
    CHECK(outcome_of(answers[1]) == "confirmed");
    CHECK(outcome_of(answers[2]) == "attempt_superseded");
    CHECK(outcome_of(answers[3]) == "confirmed");
    CHECK(answers[4].receipt == answers[3].receipt);
    CHECK(outcome_of(answers[5]) == "nonce_reused");
    f.hall.close("plain");
    CHECK(f.hall.last_seal.counts ==
          inquiry::mark_counts{{inquiry::mark{"dissatisfied"}, 1}, {inquiry::mark{"satisfied"}, 1}});
}

TEST_CASE("in one batch where the first press counts the second is refused") {
    fixture f;
    f.hall.open("first");
    const auto answers = f.hall.cast_all(
        {f.hall.vote("d1", "n1", "first", "satisfied", 1), f.hall.vote("d1", "n2", "first", "dissatisfied", 2)});
    CHECK(outcome_of(answers.at(0)) == "confirmed");
    CHECK(outcome_of(answers.at(1)) == "already_voted");
}

TEST_CASE("no more nonces of a deputy are kept than the limit, and what is known is still answered") {
    fixture f;
    f.hall.open("plain");
    const auto first = f.hall.cast(f.hall.vote("d1", "n0", "plain", "satisfied"));
    std::vector<vote_to_cast> batch;
    for (std::size_t n = 1; n < limits::nonces_a_deputy; ++n) {
        batch.push_back(f.hall.vote("d1", "n" + std::to_string(n), "timed", "satisfied"));
        if (batch.size() < limits::votes_a_cast && n + 1 < limits::nonces_a_deputy) continue;
        for (const auto& answer : f.hall.cast_all(std::exchange(batch, {})))
            if (outcome_of(answer) != "ballot_not_open") FAIL(outcome_of(answer));
    }
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "more", "plain", "satisfied", 2))) == "too_many");
    CHECK(f.hall.cast(f.hall.vote("d1", "n0", "plain", "satisfied")).receipt == first.receipt);
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d2", "more", "plain", "satisfied"))) == "confirmed");
}

TEST_CASE("the seal is what a recount of its votes gives, and what was confirmed") {
    fixture f;
    f.hall.open("plain");
    const char* pressed[] = {"satisfied", "basically_satisfied", "satisfied", "dissatisfied"};
    std::map<std::string, std::string> receipts;
    for (int i = 0; i < 4; ++i) {
        const auto deputy = "d" + std::to_string(i + 1);
        receipts[deputy] = f.hall.cast(f.hall.vote(deputy, "n", "plain", pressed[i])).receipt;
    }
    f.hall.close("plain");
    inquiry::mark_counts recount;
    for (const auto& vote : f.hall.last_seal.votes) {
        ++recount[vote.mark];
        CHECK(vote.receipt == receipts.at(vote.deputy.value));
    }
    CHECK(recount == f.hall.last_seal.counts);
    CHECK(f.hall.last_seal.votes.size() == 4);
    CHECK(f.hall.now.find(inquiry::ballot_id{"plain"})->result->cast == 4);
}

TEST_CASE("an open ballot that is voided is sealed as well") {
    fixture f;
    f.hall.open("plain");
    f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"));
    f.hall.give(inquiry::command::void_ballot{inquiry::ballot_id{"plain"}, "重投"});
    CHECK(f.hall.last_seal.votes.size() == 1);
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d2", "n1", "plain", "satisfied"))) == "ballot_not_open");
}

TEST_CASE("progress counts who has voted, and names them where asked") {
    fixture f;
    f.hall.open("plain");
    f.hall.cast(f.hall.vote("d2", "n1", "plain", "satisfied"));
    const auto unnamed = f.at.progress(f.hall.id, inquiry::ballot_id{"plain"}, false);
    REQUIRE(unnamed.has_value());
    CHECK(unnamed->cast == 1);
    CHECK(unnamed->voters.empty());
    const auto named = f.at.progress(f.hall.id, inquiry::ballot_id{"plain"}, true);
    REQUIRE(named.has_value());
    CHECK(named->voters == std::vector<inquiry::deputy_id>{inquiry::deputy_id{"d2"}});
}

TEST_CASE("progress holds counts only of a ballot that is open for immediate display") {
    fixture f;
    const auto counts = [&](const char* ballot) {
        return f.at.progress(f.hall.id, inquiry::ballot_id{ballot}, true)->counts;
    };
    f.hall.open("plain");
    f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"));
    CHECK(counts("plain").empty());
    f.hall.close("plain");
    CHECK(counts("plain").empty());
    f.hall.open("shown");
    f.hall.cast(f.hall.vote("d1", "n2", "shown", "satisfied"));
    f.hall.cast(f.hall.vote("d2", "n2", "shown", "satisfied"));
    CHECK(counts("shown") == inquiry::mark_counts{{inquiry::mark{"satisfied"}, 2}});
    CHECK(counts("plain").empty());
    f.hall.close("shown");
    CHECK(counts("shown").empty());
}

TEST_CASE("who leaves the roll may not vote any more, and who joins it may") {
    fixture f;
    auto what = f.hall.now.what;
    what.deputies[4].electorates = {inquiry::electorate_id{"observers"}};
    what.deputies.push_back({inquiry::deputy_id{"d6"}, "代表", "", {inquiry::electorate_id{"deputies"}}});
    f.hall.give(inquiry::command::change_definition{what});
    f.hall.give(inquiry::command::check_in{inquiry::deputy_id{"d5"}});
    f.hall.give(inquiry::command::check_in{inquiry::deputy_id{"d6"}});
    f.hall.open("plain");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d5", "n1", "plain", "satisfied"))) == "not_entitled");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d6", "n1", "plain", "satisfied"))) == "confirmed");
    CHECK(outcome_of(f.hall.cast(f.hall.vote("d1", "n1", "plain", "satisfied"))) == "confirmed");
}
