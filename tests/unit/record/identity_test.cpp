// Whether the store is still the one that was known: what a node remembers, and what it does when history is lost.
#include <hiredis/hiredis.h>

#include <fstream>

#include "catch.hpp"
#include "record/hall.hpp"
#include "record/store_marker.hpp"

using namespace wenzheng;
using namespace wenzheng::record;
using testing::hall;
using testing::outcome_of;
using testing::own_redis;
using testing::test_store;

namespace {

// Past the node, as an operator would. The integer of the answer.
long long ask(const own_redis& own, const char* command) {
    redisContext* context = ::redisConnectUnix((own.directory.path / "redis.sock").c_str());
    auto* reply = static_cast<redisReply*>(::redisCommand(context, command));
    const auto answer = reply == nullptr ? -1 : reply->integer;
    ::freeReplyObject(reply);
    ::redisFree(context);
    return answer;
}

}  // namespace

TEST_CASE("a node remembers its store over a restart, and how much it has seen of it") {
    const testing::temporary_directory directory;
    const auto file = private_marker(directory.path);
    auto first = store_marker::open(file);
    REQUIRE(first.has_value());
    CHECK_FALSE((*first)->known().has_value());
    REQUIRE((*first)->remember("store", "epoch", 3));
    (*first)->saw_writes("epoch", 7);
    (*first)->saw_writes("epoch", 5);
    (*first)->saw_writes("another epoch", 900);
    first->reset();  // written down at the latest when it ends
    auto second = store_marker::open(file);
    REQUIRE(second.has_value());
    CHECK((*second)->known() == store_marker::memory{"store", "epoch", 7});
    REQUIRE((*second)->remember("store", "next", 2));
    CHECK((*second)->known() == store_marker::memory{"store", "next", 2});
}

TEST_CASE("a damaged memory is not taken for none") {
    const testing::temporary_directory directory;
    std::ofstream(private_marker(directory.path)) << "{\"format\":";
    const auto read = store_marker::open(private_marker(directory.path));
    REQUIRE_FALSE(read.has_value());
    CHECK(read.error().find("damaged") != std::string::npos);
    CHECK(outer_marker("d", "redis://a") != outer_marker("d", "redis://b"));
}

TEST_CASE("a store that is emptied while it runs is not begun again") {
    own_redis own;
    test_store at(own.redis->endpoint());
    const auto epoch = at.store().epoch();
    REQUIRE(at.call(command_words("FLUSHALL")).has_value());
    REQUIRE(at.wait_until([&] { return at.store().refusal() == "store_emptied"; }));
    CHECK(at.store().reasons() == std::vector<std::string>{"store_emptied"});
    CHECK_FALSE(at.store().is_ready());
    test_store other(own.redis->endpoint());  // knows of nothing, and begins it
    CHECK(at.wait_until([&] { return at.store().refusal() == "another_store"; }));
    CHECK_FALSE(at.store().is_ready());
    CHECK(other.store().epoch() != epoch);
}

TEST_CASE("a library that the store has lost is loaded again, and the same call made again") {
    own_redis own;
    test_store at(own.redis->endpoint());
    hall hall(at);
    hall.open("plain");
    const auto before = hall.cast(hall.vote("d1", "n1", "plain", "satisfied"));
    REQUIRE(at.call(command_words("FUNCTION", "FLUSH")).has_value());
    const auto after = hall.cast(hall.vote("d1", "n1", "plain", "satisfied"));
    CHECK(outcome_of(after) == "confirmed");
    CHECK(after.receipt == before.receipt);
    REQUIRE(at.call(command_words("FUNCTION", "FLUSH")).has_value());
    CHECK(at.progress(hall.id, inquiry::ballot_id{"plain"}, false)->cast == 1);
    REQUIRE(at.call(command_words("FUNCTION", "FLUSH")).has_value());
    hall.close("plain");
    CHECK(hall.last_seal.votes.size() == 1);
}

TEST_CASE("a library of a newer version is left alone, and the store not used") {
    own_redis own;
    test_store at(own.redis->endpoint());
    const std::string newer =
        "#!lua name=wenzheng\nredis.register_function{function_name = 'wz_version', callback = function() return 999 "
        "end,"
        " flags = {'no-writes'}}";
    REQUIRE(at.call(command_words("FUNCTION", "LOAD", "REPLACE", newer)).has_value());
    REQUIRE(at.wait_until([&] { return at.store().refusal() == "library_newer"; }));
    CHECK(ask(own, "FCALL_RO wz_version 0") == 999);
    ask(own, "FUNCTION FLUSH");
    CHECK(at.wait_ready());
}

TEST_CASE("history that was lost begins another epoch, once for all nodes") {
    own_redis own;
    test_store one(own.redis->endpoint());
    test_store two(own.redis->endpoint());
    const auto epoch = one.store().epoch();
    REQUIRE(two.store().epoch() == epoch);
    hall hall(one);
    REQUIRE(one.call(command_words("SET", "wz:writes", "0")).has_value());
    one.break_off();
    REQUIRE(one.wait_until([&] { return one.store().is_ready() && one.store().epoch() != epoch; }));
    const auto next = one.store().epoch();
    REQUIRE(two.wait_until([&] { return two.store().epoch() == next; }));
    one.break_off();
    REQUIRE(one.wait_until([&] { return one.store().is_ready(); }));
    CHECK(one.store().epoch() == next);
}
