#include "wire/vote_text.hpp"

#include <random>

#include "catch.hpp"
#include "wire/json_text.hpp"

using namespace wenzheng;
using wire::client_role;

namespace {

const std::string good =
    R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"satisfied","attempt":3})";

// What both ways make of a text: a space at its end is nothing to JSON, and sends it the long way.
void check_same(const std::string& text) {
    INFO(text);
    const auto one = wire::read_client_message(text, client_role::deputy);
    const auto other = wire::read_client_message(text + " ", client_role::deputy);
    REQUIRE(one.index() == other.index());
    if (const auto* bad = std::get_if<wire::bad_client_message>(&one)) {
        const auto& bad_too = std::get<wire::bad_client_message>(other);
        CHECK(bad->what.code == bad_too.what.code);
        CHECK(bad->what.message == bad_too.what.message);
        CHECK(bad->nonce == bad_too.nonce);
        return;
    }
    const auto* vote = std::get_if<wire::vote_message>(&std::get<wire::client_message>(one));
    const auto* vote_too = std::get_if<wire::vote_message>(&std::get<wire::client_message>(other));
    REQUIRE((vote == nullptr) == (vote_too == nullptr));
    if (vote == nullptr) return;
    CHECK(vote->nonce == vote_too->nonce);
    CHECK(vote->ballot == vote_too->ballot);
    CHECK(vote->what == vote_too->what);
    CHECK(vote->attempt == vote_too->attempt);
}

wire::confirmed_vote confirmed(const std::string& ballot, const std::string& mark) {
    wire::confirmed_vote vote;
    vote.ballot.value = ballot;
    vote.mark.value = mark;
    vote.attempt = 7;
    vote.receipt = "0123456789AB";
    vote.at = 1'795'451'237'144;
    return vote;
}

}  // namespace

TEST_CASE("a vote as browsers write it is read the short way", "[vote_text]") {
    const auto vote = wire::vote_text::read_vote(good);
    REQUIRE(vote);
    CHECK(vote->nonce == "0123456789abcdef0123456789abcdef");
    CHECK(vote->ballot.value == "b1");
    CHECK(std::get<inquiry::choice_id>(vote->what).value == "satisfied");
    CHECK(vote->attempt == 3);
    check_same(good);
}

TEST_CASE("whatever is unusual in a vote means the same both ways", "[vote_text]") {
    for (
        const std::string text :
        {R"({})",
         R"({"type":"vote"})",
         R"([])",
         R"("vote")",
         "",
         "{",
         R"({"type":"vote",})",
         R"({"type":"vote","type":"vote"})",
         R"({"type":"ping","t":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","score":87,"attempt":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdeg","ballot":"b1","choice":"a","attempt":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"","choice":"a","attempt":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"A b","attempt":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":0})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":01})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":-1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":1.0})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":1e0})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":1000001})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":4294967297})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":1,"more":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","choice":"b","attempt":1})",
         R"({"type":"vote","nonce":"","nonce":"0123456789abcdef0123456789abcdef","ballot":"b","choice":"a","attempt":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b\u0031","choice":"a","attempt":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"满意","attempt":1})",
         R"( {"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":1})",
         R"({"type":"vote","nonce":"0123456789abcdef0123456789abcdef","ballot":"b1","choice":"a","attempt":1}x)"})
        check_same(text);
}

TEST_CASE("a vote with any byte changed, dropped or doubled means the same both ways", "[vote_text]") {
    std::mt19937 random(20261123);
    for (std::size_t at = 0; at < good.size(); ++at) {
        check_same(good.substr(0, at) + good.substr(at + 1));
        check_same(good.substr(0, at) + good[at] + good.substr(at));
        for (int tries = 0; tries < 4; ++tries) {
            auto changed = good;
            changed[at] = static_cast<char>(random() % 256);
            check_same(changed);
        }
    }
}

TEST_CASE("a receipt is written as the canonical text of its fields", "[vote_text]") {
    const auto text = wire::write_receipt("0123456789abcdef0123456789abcdef", confirmed("b1", "satisfied"));
    CHECK(wire::vote_text::write_receipt("0123456789abcdef0123456789abcdef", confirmed("b1", "satisfied")) == text);
    const auto parsed = wire::json::parse(text);
    CHECK(wire::canonical(parsed) == text);
    CHECK(parsed == wire::json{{"type", "receipt"},
                               {"nonce", "0123456789abcdef0123456789abcdef"},
                               {"ballot", "b1"},
                               {"choice", "satisfied"},
                               {"attempt", 7},
                               {"receipt", "0123456789AB"},
                               {"at", 1'795'451'237'144}});
    auto late = confirmed("b1", "satisfied");
    late.late = wire::lateness::waiting;
    for (const auto& unusual : {confirmed("b1", "#87"), confirmed("b1", "q1=a&q2=b"), late})
        CHECK_FALSE(wire::vote_text::write_receipt("0123456789abcdef0123456789abcdef", unusual));
}

TEST_CASE("a deputy's own part is written as the canonical text of its fields", "[vote_text]") {
    std::map<inquiry::ballot_id, wire::confirmed_vote> votes;
    inquiry::state s;
    inquiry::deputy_state deputy;
    const auto check = [&] {
        const auto text = wire::write_you(s, deputy, votes);
        const auto parsed = wire::json::parse(text);
        CHECK(wire::canonical(parsed) == text);
        CHECK(parsed["votes"].size() == votes.size());
        CHECK(parsed["checked_in"] == deputy.checked_in);
        CHECK(parsed["requests"] == wire::json::array());
    };
    check();
    deputy.checked_in = true;
    for (const std::string ballot : {"b2", "b1", "b1-2"}) {
        votes[inquiry::ballot_id{ballot}] = confirmed(ballot, "dissatisfied");
        check();
        CHECK(wire::vote_text::write_you(true, votes));
    }
    // With one that is unusual the long way gives the same bytes for the others.
    votes[inquiry::ballot_id{"b3"}] = confirmed("b3", "#87");
    CHECK_FALSE(wire::vote_text::write_you(true, votes));
    check();
}
