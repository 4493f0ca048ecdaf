#include <set>

#include "catch.hpp"
#include "record/test_store.hpp"

using namespace wenzheng;
using namespace wenzheng::record;
using testing::fresh_inquiry;
using testing::shared_redis;
using testing::test_store;
using outcome = append_answer::outcome;

namespace {

event_to_append plain(const std::string& text, const std::string& command = {}, const std::string& content = {}) {
    return {text, {}, command, content};
}

event_to_append doing(const std::string& operation) { return {"{}", operation, {}, {}}; }

std::vector<event_to_append> one(const event_to_append& event) { return {event}; }

// An inquiry whose ballot b has been open for d, who is there, and whose deadline has come.
struct ended_ballot {
    explicit ended_ballot(test_store& at) {
        const auto opened = at.append(id, 0,
                                      {doing(R"(roll {"electorates":{"e":["d"]},"drop":[],"absent":[]})"),
                                       doing("present d"), doing("open b e last delayed ,satisfied, 1")});
        REQUIRE(opened.has_value());
        deadline = opened->now + 1;
        // The store's clock passes the deadline while it is asked.
        auto next = at.append(id, 3, one(plain("{}")), deadline);
        while (next && next->what == outcome::early) next = at.append(id, 3, one(plain("{}")), deadline);
        REQUIRE(next.has_value());
        REQUIRE((next->what == outcome::appended));
        CHECK(next->now >= deadline);
    }

    const inquiry::inquiry_id id = fresh_inquiry();
    inquiry::instant_ms deadline = 0;
};

}  // namespace

TEST_CASE("events get the revisions behind the one that was expected") {
    test_store at(shared_redis().endpoint());
    const auto id = fresh_inquiry();
    const auto first = at.append(id, 0, {plain("a"), plain("b")});
    REQUIRE(first.has_value());
    CHECK((first->what == outcome::appended));
    CHECK(first->rev == 2);
    const auto next = at.append(id, 2, one(plain("c")));
    REQUIRE(next.has_value());
    CHECK(next->rev == 3);
    const auto all = at.read(id, 0);
    REQUIRE(all.has_value());
    REQUIRE(all->size() == 3);
    for (std::size_t i = 0; i < 3; ++i) CHECK((*all)[i].rev == i + 1);
    CHECK((*all)[2].event == "c");
    CHECK((*all)[2].at == next->now);
    CHECK(at.read(id, 2)->size() == 1);
    CHECK(at.read(id, 3)->empty());
}

TEST_CASE("an append that expects another revision changes nothing") {
    test_store at(shared_redis().endpoint());
    const auto id = fresh_inquiry();
    at.append(id, 0, one(plain("a")));
    for (const std::uint64_t expect : {0, 2, 7}) {
        const auto answer = at.append(id, expect, one(plain("b")));
        REQUIRE(answer.has_value());
        CHECK((answer->what == outcome::stale));
        CHECK(answer->rev == 1);
    }
    CHECK(at.read(id, 0)->size() == 1);
}

TEST_CASE("of two nodes that append at once one is stale") {
    test_store one_node(shared_redis().endpoint());
    test_store other_node(shared_redis().endpoint());
    const auto id = fresh_inquiry();
    const auto won = one_node.append(id, 0, one(plain("a")));
    const auto lost = other_node.append(id, 0, one(plain("b")));
    REQUIRE(won.has_value());
    REQUIRE(lost.has_value());
    CHECK((won->what == outcome::appended));
    CHECK((lost->what == outcome::stale));
}

TEST_CASE("a repeated command gets its first revision, whatever it expects and holds") {
    test_store at(shared_redis().endpoint());
    const auto id = fresh_inquiry();
    at.append(id, 0, one(plain("a")));
    const auto first = at.append(id, 1, {plain("b"), plain("c", "c-1", "content")});
    REQUIRE(first.has_value());
    CHECK(first->rev == 3);
    at.append(id, 3, one(plain("d")));
    for (const std::uint64_t expect : {1, 3, 4}) {
        const auto again = at.append(id, expect, one(plain("e", "c-1", "other content")));
        REQUIRE(again.has_value());
        CHECK((again->what == outcome::repeated));
        CHECK(again->rev == 3);
        CHECK(again->content == "content");
    }
    CHECK(at.read(id, 0)->size() == 4);
}

TEST_CASE("a command that was refused as stale is not remembered") {
    test_store at(shared_redis().endpoint());
    const auto id = fresh_inquiry();
    const auto refused = at.append(id, 5, one(plain("a", "c-1", "content")));
    REQUIRE(refused.has_value());
    CHECK((refused->what == outcome::stale));
    const auto later = at.append(id, 0, one(plain("a", "c-1", "content")));
    REQUIRE(later.has_value());
    CHECK((later->what == outcome::appended));
}

TEST_CASE("nothing is appended before its instant on the store's clock") {
    test_store at(shared_redis().endpoint());
    const auto id = fresh_inquiry();
    const auto first = at.append(id, 0, one(plain("a")));
    REQUIRE(first.has_value());
    const auto early = at.append(id, 1, one(plain("b")), first->now + 3'600'000);
    REQUIRE(early.has_value());
    CHECK((early->what == outcome::early));
    CHECK(early->now >= first->now);
    CHECK(at.read(id, 0)->size() == 1);
}

TEST_CASE("a ballot whose deadline has come is not extended") {
    test_store at(shared_redis().endpoint());
    const ended_ballot ended(at);
    const auto answer = at.append(ended.id, 4, one(doing("extend b 60000")));
    REQUIRE(answer.has_value());
    CHECK((answer->what == outcome::ended));
    CHECK(at.read(ended.id, 0)->size() == 4);
}

TEST_CASE("a vote behind the deadline is not counted, though nobody has closed the ballot yet") {
    test_store at(shared_redis().endpoint());
    const ended_ballot ended(at);
    const auto answer = at.cast(
        ended.id,
        std::vector<vote_to_cast>{
            {inquiry::deputy_id{"d"}, "n", inquiry::ballot_id{"b"}, inquiry::mark{"satisfied"}, 1, "receipt", {}}});
    REQUIRE(answer.has_value());
    CHECK(answer->front().code == "ballot_not_open");
    const auto sealed = at.append(ended.id, 4, one(doing("seal b")), ended.deadline);
    REQUIRE(sealed.has_value());
    CHECK(at.read(ended.id, 4)->front().seal == R"({"counts":{},"votes":{}})");
}

TEST_CASE("a batch that the store does not understand is refused whole") {
    test_store at(shared_redis().endpoint());
    const auto id = fresh_inquiry();
    const auto answer = at.append(id, 0, one(doing("fly away")));
    REQUIRE_FALSE(answer.has_value());
    CHECK((answer.error() == store_error::refused));
    CHECK(at.read(id, 0)->empty());
    CHECK(at.append(id, 0, one(plain("a")))->rev == 1);
}

TEST_CASE("inquiries in one store don't touch each other") {
    test_store at(shared_redis().endpoint());
    const auto mine = fresh_inquiry();
    const auto other = fresh_inquiry();
    at.append(mine, 0, one(plain("a", "c-1", "content")));
    const auto answer = at.append(other, 0, one(plain("a", "c-1", "content")));
    REQUIRE(answer.has_value());
    CHECK((answer->what == outcome::appended));
    CHECK(answer->rev == 1);
}

TEST_CASE("nodes of one store have the same epoch and secret, and a clock close to it") {
    test_store one_node(shared_redis().endpoint());
    test_store other_node(shared_redis().endpoint());
    CHECK(one_node.store().epoch() == other_node.store().epoch());
    CHECK(one_node.store().secret() == other_node.store().secret());
    CHECK(one_node.store().epoch().size() == 16);
    const auto answer = one_node.append(fresh_inquiry(), 0, one(plain("a")));
    REQUIRE(answer.has_value());
    CHECK(std::abs(answer->now - one_node.store().now()) < 2'000);
}

TEST_CASE("the private Redis is durable") {
    test_store at(shared_redis().endpoint());
    CHECK(at.check_durable() == std::vector<std::string>());
    CHECK(at.store().is_ready());
}
