// When a write is given up: not for being slow, but for getting nowhere.
#include "net/http_write.hpp"

#include "catch.hpp"
#include "inquiry/limits.hpp"

using namespace wenzheng;
using namespace std::chrono_literals;

namespace {

const net::write_progress::instant begun{std::chrono::hours(1)};

}  // namespace

TEST_CASE("a write of which nothing gets through is stuck after its time, and not before", "[http_write]") {
    net::write_progress progress(begun);
    progress.wrote(begun + 1s);
    CHECK_FALSE(progress.is_stuck(70'000, begun + 2s));
    CHECK_FALSE(progress.is_stuck(70'000, begun + 2s + limits::write_timeout - 1ms));
    CHECK(progress.is_stuck(70'000, begun + 2s + limits::write_timeout));
}

TEST_CASE("a write that the kernel takes nothing of goes on while the client confirms a byte now and then",
          "[http_write]") {
    net::write_progress progress(begun);
    progress.wrote(begun);
    int unconfirmed_bytes = 4'000'000;
    for (auto now = begun + 1s; now < begun + 10min; now += limits::write_timeout - 1s)
        CHECK_FALSE(progress.is_stuck(--unconfirmed_bytes, now));
}

TEST_CASE("a write goes on while the kernel takes more, though as much as before is unconfirmed", "[http_write]") {
    net::write_progress progress(begun);
    for (auto now = begun; now < begun + 10min; now += limits::write_timeout - 1s) {
        progress.wrote(now);
        CHECK_FALSE(progress.is_stuck(4'000'000, now + 1s));
    }
}

TEST_CASE("nothing at all is stuck as well", "[http_write]") {
    net::write_progress progress(begun);
    CHECK_FALSE(progress.is_stuck(0, begun + 1s));
    CHECK(progress.is_stuck(0, begun + limits::write_timeout));
}
