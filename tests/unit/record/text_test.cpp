// What needs no store: addresses, digests, and what events do to the keys of votes.
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "inquiry/evening.hpp"
#include "record/chain.hpp"
#include "record/operations.hpp"
#include "record/redis_endpoint.hpp"
#include "record/store.hpp"
#include "wire/seal_json.hpp"

using namespace wenzheng;
using namespace wenzheng::record;

TEST_CASE("a store's address is read with everything it says") {
    const auto full = read_redis_url("redis://user:pass:w@rd@example.org:6380/3");
    REQUIRE(full.has_value());
    CHECK(full->user == "user");
    CHECK(full->password == "pass:w@rd");
    CHECK(full->host == "example.org");
    CHECK(full->port == 6380);
    CHECK(full->database == 3);
    const auto least = read_redis_url("redis://localhost");
    REQUIRE(least.has_value());
    CHECK(least->port == 6379);
    CHECK(least->database == 0);
    CHECK(read_redis_url("redis://:secret@localhost/")->password == "secret");
    CHECK(read_redis_url("redis://[::1]:7000")->host == "::1");
    CHECK(read_redis_url("redis://[::1]:7000")->port == 7000);
    CHECK(read_redis_url("redis://[::1]")->host == "::1");
    CHECK(read_redis_url("unix:///run/redis.sock")->unix_path == "/run/redis.sock");
}

TEST_CASE("sentinels are read with their service, the login of the store and their own password") {
    const auto full = read_redis_url(
        "redis-sentinel://wenzheng:p?ss@10.0.0.1:26379,[::1]:7000,ten/evening/2?sentinel_password=s@cret");
    REQUIRE_FALSE(full.has_value());  // an @ behind the login has to be left out
    const auto read = read_redis_url(
        "redis-sentinel://wenzheng:p?ss@10.0.0.1:26380,[::1]:7000,ten/evening/2?sentinel_password=secret");
    REQUIRE(read.has_value());
    CHECK(read->user == "wenzheng");
    CHECK(read->password == "p?ss");
    CHECK(read->sentinels == std::vector<sentinel_address>{{"10.0.0.1", 26380}, {"::1", 7000}, {"ten", 26379}});
    CHECK(read->service == "evening");
    CHECK(read->database == 2);
    CHECK(read->sentinel_password == "secret");
    CHECK(read_redis_url("redis-sentinel://one/service")->sentinels.size() == 1);
    CHECK(read_redis_url("redis-sentinel://one/service")->database == 0);
}

TEST_CASE("an address that is none is refused in words") {
    for (const auto* wrong :
         {"", "localhost", "http://localhost", "redis://", "redis://:6379", "redis://host:port", "redis://host:70000",
          "redis://host/one", "redis://host/-1", "redis://user@host", "unix://redis.sock", "redis-sentinel://host",
          "redis-sentinel://host/", "redis-sentinel://host,/service", "redis-sentinel://host:x/service",
          "redis-sentinel://host/service/one", "redis-sentinel://host/service?password=x"}) {
        CAPTURE(wrong);
        const auto read = read_redis_url(wrong);
        REQUIRE_FALSE(read.has_value());
        CHECK_FALSE(read.error().empty());
    }
}

TEST_CASE("digests are SHA-256") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("the digest of an event changes with any byte of it and of what is before it") {
    const std::string event = R"({"type":"inquiry_started"})";
    const std::string seal = R"({"counts":{}})";
    const auto digest = chain_digest("before", 7, 1000, event, seal);
    CHECK(digest == chain_digest("before", 7, 1000, event, seal));
    CHECK(digest != chain_digest("before", 8, 1000, event, seal));
    CHECK(digest != chain_digest("before", 7, 1001, event, seal));
    CHECK(digest != chain_digest("befora", 7, 1000, event, seal));
    for (std::size_t i = 0; i < event.size(); ++i) {
        auto other = event;
        other[i] = static_cast<char>(other[i] ^ 1);
        CHECK(digest != chain_digest("before", 7, 1000, other, seal));
    }
    for (std::size_t i = 0; i < seal.size(); ++i) {
        auto other = seal;
        other[i] = static_cast<char>(other[i] ^ 1);
        CHECK(digest != chain_digest("before", 7, 1000, event, other));
    }
}

TEST_CASE("nothing can move between the parts of a digest") {
    CHECK(chain_digest("a", 1, 1, "bc", "d") != chain_digest("a", 1, 1, "b", "cd"));
    CHECK(chain_digest("a", 1, 1, "b", "") != chain_digest("", 1, 1, "ab", ""));
    CHECK(chain_digest("", 11, 1, "b", "") != chain_digest("", 1, 11, "b", ""));
}

TEST_CASE("a stored vote is read from its line") {
    const auto vote = wire::read_vote_line(inquiry::deputy_id{"d1"}, "satisfied 3 7KQ2-M9XA 1770000000000");
    CHECK(vote.mark.value == "satisfied");
    CHECK(vote.attempt == 3);
    CHECK(vote.receipt == "7KQ2-M9XA");
    CHECK(vote.at == 1770000000000);
    CHECK(vote.staff.empty());
    CHECK_FALSE(vote.late);
    const auto late = wire::read_vote_line(inquiry::deputy_id{"d1"}, "satisfied 3 7KQ2-M9XA 1770000000000 - late");
    CHECK(late.staff.empty());
    CHECK(late.late);
    const auto by_staff =
        wire::read_vote_line(inquiry::deputy_id{"d1"}, "satisfied 3 7KQ2-M9XA 1770000000000 staff late");
    CHECK(by_staff.staff == "staff");
    CHECK(by_staff.late);
}

TEST_CASE("events say what they do to the keys that votes are checked against") {
    using namespace inquiry;
    testing::evening e;
    e.begin();
    const ballot_id timed{"timed"};
    CHECK(operation_of(event::deputy_checked_in{deputy_id{"d1"}}, e.now) == "present d1");
    CHECK(operation_of(event::deputy_checked_out{deputy_id{"d1"}}, e.now) == "absent d1");
    CHECK(operation_of(event::ballot_opened{timed, 60'000}, e.now) ==
          "open timed deputies last delayed ,satisfied,basically_satisfied,dissatisfied, 60000");
    CHECK(operation_of(event::ballot_opened{timed, std::nullopt}, e.now).ends_with(" -"));
    CHECK(operation_of(event::ballot_extended{timed, 5'000}, e.now) == "extend timed 5000");
    CHECK(operation_of(event::ballot_closed{timed, close_cause::clock, {}}, e.now) == "seal timed");
    CHECK(operation_of(event::ballot_revealed{timed}, e.now).empty());
    const event::ballot_voided voided{timed, "重投", std::nullopt};
    CHECK(operation_of(voided, e.now).empty());
    e.give(command::open_ballot{timed, std::nullopt});
    CHECK(operation_of(voided, e.now) == "seal timed");
}

TEST_CASE("a new roll drops the electorates and deputies that are gone") {
    using namespace inquiry;
    const testing::evening e;
    auto next = e.now.what;
    next.deputies.pop_back();
    const auto operation = operation_of(event::definition_changed{next}, e.now);
    REQUIRE(operation.starts_with("roll "));
    const auto roll = nlohmann::json::parse(operation.substr(5));
    CHECK(roll.at("electorates").at("deputies").size() == 5);
    CHECK(roll.at("drop") == nlohmann::json::parse(R"(["observers"])"));
    CHECK(roll.at("absent") == nlohmann::json::parse(R"(["o1"])"));
}
