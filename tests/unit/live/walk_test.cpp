#include "live/walk.hpp"

#include <map>
#include <random>
#include <vector>

#include "catch.hpp"

using namespace wenzheng::live;

namespace {

frame named(int number) { return make_text_frame(std::to_string(number)); }

// An audience on paper: who sits where, and what each was sent, by kind and in order.
struct hall {
    struct guest {
        std::map<slot, std::vector<frame>> got;
        std::map<slot, frame> came_with;  // the newest that there was when he came
    };

    void come() {
        guests.emplace_back();
        guests.back().came_with = newest;
        seats.push_back(guests.size() - 1);
    }

    void say(const frame& message, slot kind) {
        newest[kind] = message;
        rounds.add(message, kind, seats.size());
    }

    void give(std::size_t whom, const parcel& what) {
        what.each([&](const frame& message, slot kind) { guests[whom].got[kind].push_back(message); });
    }

    void serve(std::size_t most) {
        if (rounds.done()) return;
        const auto next = rounds.take(most);
        for (auto seat = next.begin; seat < next.end; ++seat) give(seats[seat], next.what);
    }

    // As audience::remove does it.
    void leave(std::size_t seat) {
        const auto free = rounds.vacate(seat);
        seats[seat] = seats[free];
        const auto last = seats.size() - 1;
        if (free != last) {
            if (const auto* missed = rounds.waiting_at(last)) give(seats[last], *missed);
            seats[free] = seats[last];
        }
        seats.pop_back();
        rounds.shrink(seats.size());
    }

    walk rounds;
    std::vector<guest> guests;
    std::vector<std::size_t> seats;
    std::map<slot, frame> newest;
};

}  // namespace

TEST_CASE("a walk serves every seat once, from the last one, in pieces") {
    walk rounds;
    rounds.add(named(1), slot::view, 10);
    CHECK_FALSE(rounds.done());
    const auto first = rounds.take(4);
    CHECK((first.begin == 6 && first.end == 10));
    const auto second = rounds.take(4);
    CHECK((second.begin == 2 && second.end == 6));
    const auto third = rounds.take(4);
    CHECK((third.begin == 0 && third.end == 2));
    CHECK(rounds.done());
}

TEST_CASE("what becomes news on the way goes to the rest at once, and then to those who were served already") {
    walk rounds;
    const auto old = named(1);
    const auto fresh = named(2);
    rounds.add(old, slot::view, 10);
    rounds.take(4);
    rounds.add(fresh, slot::view, 10);
    std::vector<int> served(10);
    while (!rounds.done()) {
        const auto next = rounds.take(3);
        next.what.each([&](const frame& message, slot) { CHECK(message == fresh); });
        for (auto seat = next.begin; seat < next.end; ++seat) ++served[seat];
    }
    CHECK(served == std::vector<int>(10, 1));
}

TEST_CASE("two kinds leave together, in the order in which they came, and a newer one keeps the place") {
    parcel what;
    const auto progress = named(1);
    const auto view = named(2);
    what.put(named(0), slot::progress);
    what.put(view, slot::view);
    what.put(progress, slot::progress);
    CHECK(what.size() == 2);
    CHECK(*what.joined() == *progress + *view);
}

TEST_CASE(
    "whatever comes between, everybody ends with the newest, is sent nothing twice and nothing older than he knows") {
    std::mt19937 random(20'26);
    const auto below = [&](std::size_t most) {
        return std::uniform_int_distribution<std::size_t>(0, most - 1)(random);
    };
    for (int evening = 0; evening < 200; ++evening) {
        hall all;
        std::map<frame, int> age;
        int said = 0;
        for (std::size_t i = below(40); i > 0; --i) all.come();
        for (int turn = 0; turn < 300; ++turn) {
            switch (below(6)) {
                case 0: {
                    const auto message = named(++said);
                    age[message] = said;
                    all.say(message, below(3) == 0 ? slot::progress : slot::view);
                    break;
                }
                case 1: all.come(); break;
                case 2:
                    if (!all.seats.empty()) all.leave(below(all.seats.size()));
                    break;
                default: all.serve(1 + below(9)); break;
            }
        }
        while (!all.rounds.done()) all.serve(7);
        for (const auto seat : all.seats) {
            auto& guest = all.guests[seat];
            for (const auto& [kind, newest] : all.newest) {
                auto known = guest.came_with[kind];
                for (const auto& message : guest.got[kind]) {
                    CHECK(age[message] > age[known]);
                    known = message;
                }
                CHECK(known == newest);
            }
        }
    }
}
