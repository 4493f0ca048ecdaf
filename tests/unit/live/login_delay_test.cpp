#include "live/login_delay.hpp"

#include "catch.hpp"
#include "inquiry/limits.hpp"
#include "live/bucket_table.hpp"

using namespace wenzheng;
using namespace std::chrono_literals;
using live::login_delay;

namespace {

const login_delay::instant start = login_delay::instant{} + 1h;

// Fails as soon as it may, so many times; when the next try may be made.
login_delay::instant fail(login_delay& delay, const std::string& account, const std::string& address, int times,
                          login_delay::instant now) {
    for (int i = 0; i < times; ++i) {
        const auto wait = delay.begin(account, address, now);
        if (wait == 0ms) continue;
        now += wait;
        delay.begin(account, address, now);
    }
    return now;
}

}  // namespace

TEST_CASE("a slip of the finger costs nothing, guessing costs more and more") {
    login_delay delay(100);
    for (int i = 0; i <= limits::login_failures_free; ++i) CHECK(delay.begin("clerk", "", start) == 0ms);
    auto now = start;
    for (const auto wait : {1s, 2s, 4s, 8s, 16s, 30s, 30s, 30s}) {
        CHECK(delay.begin("clerk", "", now) == wait);
        CHECK(delay.begin("clerk", "", now + wait - 1ms) == 1ms);
        now += wait;
        CHECK(delay.begin("clerk", "", now) == 0ms);
    }
    CHECK(delay.begin("somebody-else", "", now) == 0ms);
}

TEST_CASE("the right password forgets, and so do fifteen minutes") {
    login_delay delay(100);
    fail(delay, "clerk", "", 5, start);
    delay.succeeded("clerk", "", start);
    CHECK(delay.begin("clerk", "", start) == 0ms);
    const auto now = fail(delay, "clerk", "", 5, start);
    CHECK(delay.begin("clerk", "", now + limits::login_failures_kept) == 0ms);
    CHECK(delay.begin("clerk", "", now + limits::login_failures_kept) == 0ms);
}

TEST_CASE("whoever guesses from elsewhere holds nobody up who has signed in from here") {
    login_delay delay(100);
    CHECK(delay.begin("clerk", "192.0.2.7", start) == 0ms);
    delay.succeeded("clerk", "192.0.2.7", start);
    auto now = fail(delay, "clerk", "198.51.100.9", 10, start);
    CHECK(delay.begin("clerk", "198.51.100.9", now) == 30s);
    CHECK(delay.begin("clerk", "203.0.113.5", now) == 30s);
    CHECK(delay.begin("clerk", "192.0.2.7", now) == 0ms);
    // His own slips are counted as anybody's.
    for (int i = 0; i < limits::login_failures_free; ++i) CHECK(delay.begin("clerk", "192.0.2.7", now) == 0ms);
    CHECK(delay.begin("clerk", "192.0.2.7", now) == 1s);
}

TEST_CASE("the wait begins when the answer is known") {
    login_delay delay(100);
    for (int i = 0; i <= limits::login_failures_free; ++i) delay.begin("clerk", "", start);
    delay.failed("clerk", "", start + 700ms);
    CHECK(delay.begin("clerk", "", start + 1s) == 700ms);
}

TEST_CASE("a store that was away is nobody's failure") {
    login_delay delay(100);
    for (int i = 0; i < 50; ++i) {
        CHECK(delay.begin("clerk", "192.0.2.7", start) == 0ms);
        delay.not_tried("clerk", "192.0.2.7");
    }
}

TEST_CASE("an address that tries many accounts waits as well, later than an account") {
    login_delay delay(100);
    for (int i = 0; i <= limits::login_failures_an_address_free; ++i)
        CHECK(delay.begin("account" + std::to_string(i), "192.0.2.7", start) == 0ms);
    CHECK(delay.begin("one-more", "192.0.2.7", start) == 1s);
    CHECK(delay.begin("one-more", "192.0.2.8", start) == 0ms);
}

TEST_CASE("what is kept is bounded") {
    login_delay delay(100);
    live::bucket_table buckets(live::rate_of(1, 1), 100);
    for (int i = 0; i < 10'000; ++i) {
        delay.begin("account" + std::to_string(i), "address" + std::to_string(i), start);
        CHECK(buckets.take_if_any("address" + std::to_string(i), start));
    }
    CHECK(delay.size() <= 100);
    CHECK(buckets.size() <= 100);
}

TEST_CASE("each name has its own bucket, and keeps it while it is used") {
    live::bucket_table buckets(live::rate_of(1, 2), 8);
    CHECK(buckets.take_if_any("a", start));
    CHECK(buckets.take_if_any("b", start));
    CHECK(buckets.take_if_any("a", start));
    for (int i = 0; i < 3; ++i) CHECK(buckets.take_if_any(std::to_string(i), start));
    CHECK_FALSE(buckets.has_any("a", start));
    CHECK_FALSE(buckets.take_if_any("a", start));
    CHECK(buckets.has_any("b", start));
    CHECK(buckets.take_if_any("b", start));
}
