#include "live/token_bucket.hpp"

#include "catch.hpp"

using namespace wenzheng::live;
using namespace std::chrono_literals;
using wenzheng::wire::client_role;

namespace {

const token_bucket::instant start = token_bucket::instant{} + 1h;
constexpr rate five = rate_of(5, 10);

}  // namespace

TEST_CASE("a burst goes through, and then there is a wait") {
    token_bucket bucket;
    for (int i = 0; i < 9; ++i) CHECK(bucket.take(five, start) == 0ms);
    CHECK(bucket.take(five, start) == 200ms);
    CHECK(bucket.take(five, start) == 400ms);
}

TEST_CASE("whoever waits as long as told keeps the rate") {
    token_bucket bucket;
    auto now = start;
    for (int i = 0; i < 110; ++i) now += bucket.take(five, now);
    CHECK(now - start == 101 * 200ms);
}

TEST_CASE("whoever keeps the rate never waits") {
    token_bucket bucket;
    for (int i = 0; i < 1'000; ++i) REQUIRE(bucket.take(five, start + i * 200ms) == 0ms);
}

TEST_CASE("a quiet time fills the bucket and no more") {
    token_bucket bucket;
    for (int i = 0; i < 10; ++i) bucket.take(five, start);
    CHECK_FALSE(bucket.is_full(start + 1999ms));
    CHECK(bucket.is_full(start + 2s));
    for (int i = 0; i < 9; ++i) CHECK(bucket.take(five, start + 1h) == 0ms);
    CHECK(bucket.take(five, start + 1h) > 0ms);
}

TEST_CASE("what is refused costs nothing") {
    token_bucket bucket;
    for (int i = 0; i < 10; ++i) CHECK(bucket.take_if_any(five, start));
    for (int i = 0; i < 100; ++i) CHECK_FALSE(bucket.take_if_any(five, start + 199ms));
    CHECK(bucket.take_if_any(five, start + 200ms));
    CHECK_FALSE(bucket.take_if_any(five, start + 200ms));
}

TEST_CASE("without a rate nothing waits") {
    token_bucket bucket;
    for (int i = 0; i < 10'000; ++i) REQUIRE(bucket.take(no_rate, start) == 0ms);
}

TEST_CASE("each role has its rate") {
    CHECK(message_rate_of(client_role::deputy).interval == 200ms);
    CHECK(message_rate_of(client_role::deputy).at_once == 10);
    CHECK(message_rate_of(client_role::console).interval == 50ms);
    CHECK(message_rate_of(client_role::console).at_once == 40);
    CHECK(message_rate_of(client_role::screen).interval == 500ms);
    CHECK(message_rate_of(client_role::live).at_once == 10);
}
