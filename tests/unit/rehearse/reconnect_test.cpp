#include "rehearse/reconnect.hpp"

#include "catch.hpp"

using namespace wenzheng::rehearse;

TEST_CASE("a restart brings a client back at once, with jitter") {
    std::mt19937_64 random{1};
    for (int n = 0; n < 100; ++n) {
        reconnect_policy policy;
        const auto pause = policy.after(1012, random);
        REQUIRE(pause);
        CHECK(pause->count() <= 1'000);
    }
}

TEST_CASE("4000 to 4499 and lost connections come back with growing pauses up to ten seconds") {
    std::mt19937_64 random{1};
    const auto code = GENERATE(4000, 4008, 4012, 4499, close_abnormal, 1001);
    reconnect_policy policy;
    CHECK(policy.after(code, random)->count() <= 500);
    for (int n = 0; n < 10; ++n) CHECK(policy.after(code, random));
    const auto late = policy.after(code, random);
    CHECK(late->count() >= 5'000);
    CHECK(late->count() <= 10'000);
}

TEST_CASE("4500 and above don't come back") {
    std::mt19937_64 random{1};
    const auto code = GENERATE(4500, 4501, 4503, 4504, 4505, 4509, 4999);
    reconnect_policy policy;
    CHECK_FALSE(policy.after(code, random));
}

TEST_CASE("a welcome makes the next failure a first one again") {
    std::mt19937_64 random{1};
    reconnect_policy policy;
    for (int n = 0; n < 10; ++n) policy.after(close_abnormal, random);
    policy.welcomed();
    CHECK(policy.after(close_abnormal, random)->count() <= 500);
}

TEST_CASE("a server that stays away after a restart is not hammered") {
    std::mt19937_64 random{1};
    reconnect_policy policy;
    for (int n = 0; n < 10; ++n) policy.after(1012, random);
    CHECK(policy.after(1012, random)->count() >= 5'000);
}
