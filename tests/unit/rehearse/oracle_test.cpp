#include "rehearse/oracle.hpp"

#include "catch.hpp"

using namespace wenzheng::rehearse;

namespace {

const surface hall_screen{surface_kind::screen, 0};
const surface first_viewer{surface_kind::viewer, 0};

std::string nonce_of(int deputy, int attempt) { return std::to_string(deputy) + "/" + std::to_string(attempt); }

void send(oracle& facts, int deputy, const std::string& choice, int attempt = 1) {
    facts.sent({deputy, "b1", nonce_of(deputy, attempt), attempt, choice});
}

receipt_seen receipt_for(int deputy, const std::string& choice, int attempt = 1) {
    const auto nonce = nonce_of(deputy, attempt);
    return {nonce, "b1", attempt, choice, "r" + nonce, 1'500};
}

void confirm(oracle& facts, int deputy, const std::string& choice, int attempt = 1) {
    send(facts, deputy, choice, attempt);
    facts.confirmed(receipt_for(deputy, choice, attempt));
    facts.remembered(deputy, "b1", attempt, choice);
}

shown_result result_of(std::int64_t satisfied, std::int64_t dissatisfied) {
    shown_result result;
    result.counts = {{"satisfied", satisfied}, {"dissatisfied", dissatisfied}};
    result.cast = satisfied + dissatisfied;
    return result;
}

// Two deputies satisfied, one not.
oracle three_deputies(bool others_vote = false) {
    oracle facts{others_vote};
    facts.attends(hall_screen);
    facts.attends(first_viewer);
    facts.window("b1", 1'000, 2'000);
    confirm(facts, 0, "satisfied");
    confirm(facts, 1, "satisfied");
    confirm(facts, 2, "dissatisfied");
    facts.revealing("b1");
    return facts;
}

void show(oracle& facts, const shown_result& result) {
    facts.saw(hall_screen, "b1", result);
    facts.saw(first_viewer, "b1", result);
}

}  // namespace

TEST_CASE("a round in which every receipt is counted once is clean") {
    auto facts = three_deputies();
    show(facts, result_of(2, 1));
    const auto found = facts.judge();
    CHECK(found.clean());
    CHECK(found.votes == 3);
    CHECK(found.receipts == 3);
    CHECK(found.results == 1);
    CHECK(found.remarks.empty());
}

TEST_CASE("a confirmed vote that is missing from the count is lost") {
    auto facts = three_deputies();
    show(facts, result_of(1, 1));
    const auto found = facts.judge();
    CHECK_FALSE(found.clean());
    CHECK(found.lost == 1);
    CHECK(found.doubled == 0);
    CHECK(found.remarks.size() == 1);
}

TEST_CASE("a count above the confirmed votes is a vote counted twice") {
    auto facts = three_deputies();
    show(facts, result_of(2, 2));
    const auto found = facts.judge();
    CHECK(found.lost == 0);
    CHECK(found.doubled == 1);
}

TEST_CASE("a vote counted under another choice is both lost and surplus") {
    auto facts = three_deputies();
    show(facts, result_of(1, 2));
    const auto found = facts.judge();
    CHECK(found.lost == 1);
    CHECK(found.doubled == 1);
}

TEST_CASE("a `cast` that says less or more than the counts is found") {
    auto facts = three_deputies();
    auto result = result_of(2, 1);
    result.cast = GENERATE(2, 4);
    show(facts, result);
    const auto found = facts.judge();
    CHECK(found.lost + found.doubled == 1);
}

TEST_CASE("only the highest confirmed attempt of a deputy is expected") {
    auto facts = three_deputies();
    confirm(facts, 1, "dissatisfied", 2);
    SECTION("and counting it is right") {
        show(facts, result_of(1, 2));
        CHECK(facts.judge().clean());
    }
    SECTION("and counting the first one is wrong") {
        show(facts, result_of(2, 1));
        CHECK(facts.judge().lost == 1);
    }
    SECTION("and counting both is wrong") {
        show(facts, result_of(2, 2));
        CHECK(facts.judge().doubled == 1);
    }
}

TEST_CASE("a refused vote is not expected and must not be counted") {
    auto facts = three_deputies();
    send(facts, 3, "satisfied");
    facts.refused(nonce_of(3, 1));
    SECTION("left out") {
        show(facts, result_of(2, 1));
        CHECK(facts.judge().clean());
        CHECK(facts.judge().refused == 1);
    }
    SECTION("counted") {
        show(facts, result_of(3, 1));
        CHECK(facts.judge().doubled == 1);
    }
}

TEST_CASE("an unanswered vote may be counted or not, but is itself a finding") {
    auto facts = three_deputies();
    send(facts, 3, "satisfied");
    const auto satisfied = GENERATE(2, 3);
    show(facts, result_of(satisfied, 1));
    const auto found = facts.judge();
    CHECK(found.lost == 0);
    CHECK(found.doubled == 0);
    CHECK(found.unanswered == 1);
    CHECK_FALSE(found.clean());
}

TEST_CASE("an unanswered change of mind leaves the deputy's one vote in the sum") {
    auto facts = three_deputies();
    send(facts, 0, "dissatisfied", 2);
    SECTION("kept") {
        show(facts, result_of(2, 1));
        CHECK(facts.judge().lost + facts.judge().doubled == 0);
    }
    SECTION("changed") {
        show(facts, result_of(1, 2));
        CHECK(facts.judge().lost + facts.judge().doubled == 0);
    }
    SECTION("neither") {
        show(facts, result_of(1, 1));
        CHECK(facts.judge().lost == 1);
    }
    SECTION("both") {
        show(facts, result_of(2, 2));
        CHECK(facts.judge().doubled == 1);
    }
}

TEST_CASE("where others vote too, only lost votes can be found") {
    auto facts = three_deputies(true);
    SECTION("more than ours") {
        show(facts, result_of(20, 5));
        CHECK(facts.judge().clean());
    }
    SECTION("less than ours") {
        show(facts, result_of(20, 0));
        CHECK(facts.judge().lost == 1);
    }
}

TEST_CASE("of scores only how many were cast can be compared") {
    const auto cast = GENERATE(2, 3, 4);
    auto facts = three_deputies();
    shown_result result;
    result.counts = {{"band1", cast}};
    result.by_choice = false;
    result.cast = cast;
    show(facts, result);
    const auto found = facts.judge();
    CHECK(found.lost == (cast < 3 ? 1 : 0));
    CHECK(found.doubled == (cast > 3 ? 1 : 0));
}

TEST_CASE("surfaces that show different results are found") {
    auto facts = three_deputies();
    facts.saw(hall_screen, "b1", result_of(2, 1));
    SECTION("another one") {
        facts.saw(first_viewer, "b1", result_of(1, 2));
        CHECK(facts.judge().differing == 1);
    }
    SECTION("the same counts under another digest") {
        auto other = result_of(2, 1);
        other.digest = "other";
        facts.saw(first_viewer, "b1", other);
        CHECK(facts.judge().differing == 1);
    }
    SECTION("one that changes what it shows") {
        facts.saw(first_viewer, "b1", result_of(2, 1));
        facts.saw(first_viewer, "b1", result_of(1, 2));
        facts.saw(first_viewer, "b1", result_of(2, 1));
        CHECK(facts.judge().differing == 1);
    }
    SECTION("one that shows nothing") {
        const auto found = facts.judge();
        CHECK(found.missing == 1);
        CHECK_FALSE(found.clean());
    }
}

TEST_CASE("a result before its reveal is found") {
    oracle facts;
    SECTION("in a view") { facts.saw(first_viewer, "b1", result_of(0, 0)); }
    SECTION("in a running count") { facts.leaked(first_viewer, "b1"); }
    CHECK(facts.judge().early == 1);
    CHECK_FALSE(facts.judge().clean());
}

TEST_CASE("a receipt outside the ballot's window is found") {
    auto facts = three_deputies();
    send(facts, 3, "satisfied");
    auto late = receipt_for(3, "satisfied");
    SECTION("after it") { late.at_ms = 2'001; }
    SECTION("before it") { late.at_ms = 999; }
    facts.confirmed(late);
    CHECK(facts.judge().outside_window == 1);
}

TEST_CASE("a receipt at the edges of the window is good") {
    auto facts = three_deputies();
    send(facts, 3, "satisfied");
    auto edge = receipt_for(3, "satisfied");
    edge.at_ms = GENERATE(1'000, 2'000);
    facts.confirmed(edge);
    CHECK(facts.judge().outside_window == 0);
}

TEST_CASE("a receipt for a vote that was pressed after the close is found, whatever time it claims") {
    auto facts = three_deputies();
    facts.sent({3, "b1", nonce_of(3, 1), 1, "satisfied", true});
    facts.confirmed(receipt_for(3, "satisfied"));
    CHECK(facts.judge().outside_window == 1);
}

TEST_CASE("the same vote gets the same answer for ever") {
    auto facts = three_deputies();
    auto again = receipt_for(0, "satisfied");
    SECTION("the same receipt again is fine") {
        facts.confirmed(again);
        CHECK(facts.judge().changed_answers == 0);
    }
    SECTION("another receipt is not") {
        again.receipt = "other";
        facts.confirmed(again);
        CHECK(facts.judge().changed_answers == 1);
    }
    SECTION("another instant is not") {
        ++again.at_ms;
        facts.confirmed(again);
        CHECK(facts.judge().changed_answers == 1);
    }
    SECTION("another choice or ballot is not") {
        again.choice = GENERATE("dissatisfied", "satisfied");
        if (again.choice == "satisfied") again.ballot = "b2";
        facts.confirmed(again);
        CHECK(facts.judge().changed_answers == 1);
    }
    SECTION("a refusal after a receipt is not") {
        facts.refused(nonce_of(0, 1));
        CHECK(facts.judge().changed_answers == 1);
    }
    SECTION("a receipt after a refusal is not") {
        send(facts, 3, "satisfied");
        facts.refused(nonce_of(3, 1));
        facts.confirmed(receipt_for(3, "satisfied"));
        CHECK(facts.judge().changed_answers == 1);
    }
}

TEST_CASE("a phone that shows another vote than the confirmed one is found") {
    auto facts = three_deputies();
    show(facts, result_of(2, 1));
    SECTION("another choice") { facts.remembered(0, "b1", 1, "dissatisfied"); }
    SECTION("another attempt") { facts.remembered(0, "b1", 2, "satisfied"); }
    SECTION("nothing at all") {
        send(facts, 3, "satisfied");
        facts.confirmed(receipt_for(3, "satisfied"));
    }
    CHECK(facts.judge().forgotten == 1);
}

TEST_CASE("answers to unknown nonces are no facts") {
    oracle facts;
    facts.confirmed({"unknown", "b1", 1, "satisfied", "r", 1});
    facts.refused("unknown");
    CHECK(facts.judge().clean());
    CHECK(facts.judge().votes == 0);
}
