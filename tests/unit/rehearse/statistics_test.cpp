#include "rehearse/statistics.hpp"

#include <numeric>

#include "catch.hpp"

using namespace wenzheng::rehearse;

TEST_CASE("percentiles are values that were measured, by nearest rank") {
    std::vector<double> hundred(100);
    std::iota(hundred.begin(), hundred.end(), 1.0);
    CHECK(percentile(hundred, 0.5) == 50);
    CHECK(percentile(hundred, 0.99) == 99);
    CHECK(percentile(hundred, 1) == 100);
    CHECK(percentile(hundred, 0) == 1);
    CHECK(percentile({1, 2, 3}, 0.5) == 2);
    CHECK(percentile({4}, 0.99) == 4);
}

TEST_CASE("of nothing every percentile is 0") {
    CHECK(percentile({}, 0.5) == 0);
    const auto none = summarise({});
    CHECK(none.count == 0);
    CHECK(none.max == 0);
}

TEST_CASE("a summary sorts what it is given") {
    const auto some = summarise({5, 1, 3});
    CHECK(some.count == 3);
    CHECK(some.p50 == 3);
    CHECK(some.p99 == 5);
    CHECK(some.max == 5);
}
