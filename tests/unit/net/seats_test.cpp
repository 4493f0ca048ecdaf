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
