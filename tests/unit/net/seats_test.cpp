#include "net/seats.hpp"

#include <deque>
#include <optional>

#include "catch.hpp"
#include "inquiry/limits.hpp"

using namespace wenzheng;
using net::seats;

namespace {

std::deque<seats::seat> take_until(seats& of, bool (seats::*state)() const noexcept) {
    std::deque<seats::seat> taken;
    while (!(of.*state)()) taken.push_back(of.take(1));
    return taken;
}

}  // namespace

TEST_CASE("the reserve begins before the last seats, and those before the end") {
    seats node(20'000);
    const auto own = 20'000 - node.all();
    CHECK(own >= limits::own_descriptors_min);
    CHECK(own <= limits::own_descriptors_max);
    auto taken = take_until(node, &seats::crowded);
    CHECK(node.taken() == node.all() - node.all() / limits::reserved_seats_share + 1);
    CHECK(node.beyond_viewers() == 1);
    CHECK_FALSE(node.nearly_full());
    auto more = take_until(node, &seats::nearly_full);
    CHECK_FALSE(node.full());
    auto rest = take_until(node, &seats::full);
    CHECK(node.taken() == node.all() + 1);
}

TEST_CASE("a house may keep fewer, or none") {
    seats node(20'000, {400, 300});
    CHECK(node.all() == 19'600);
    auto taken = take_until(node, &seats::crowded);
    CHECK(node.taken() == 19'301);
    seats all_viewers(1'000, {{}, 0});
    CHECK(all_viewers.all() == 875);
    auto everybody = take_until(all_viewers, &seats::crowded);
    CHECK(all_viewers.full());
    seats no_viewers(1'000, {{}, 5'000});
    CHECK_FALSE(no_viewers.crowded());
    const auto one = no_viewers.take(1);
    CHECK(no_viewers.crowded());
}

TEST_CASE("a seat is given back once, however often it changes hands") {
    seats node(1'000);
    auto one = node.take(3);
    CHECK(node.taken() == 3);
    auto other = std::move(one);
    CHECK(node.taken() == 3);
    std::optional<seats::seat> third(std::move(other));
    other = node.take(1);
    CHECK(node.taken() == 4);
    third.reset();
    CHECK(node.taken() == 1);
    other = seats::seat();
    CHECK(node.taken() == 0);
    CHECK(node.beyond_viewers() == 0);
}

TEST_CASE("however few descriptors there are, there is a seat") {
    seats node(10);
    CHECK(node.all() == 1);
    const auto one = node.take(1);
    CHECK_FALSE(node.full());
    const auto two = node.take(1);
    CHECK(node.full());
}
