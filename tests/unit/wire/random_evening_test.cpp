// Random evenings: whatever is asked for, in whatever order, some things always hold.
#include <algorithm>
#include <random>
#include <set>

#include "catch.hpp"
#include "inquiry/evening.hpp"
#include "wire/views.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::evening;
using wire::client_role;
using wire::json;

namespace {

constexpr unsigned seeds = 12;
constexpr int steps = 160;
constexpr client_role all_roles[] = {client_role::deputy, client_role::console, client_role::screen, client_role::live};
constexpr const char* choices[] = {"satisfied", "basically_satisfied", "dissatisfied"};

class dice {
public:
    explicit dice(unsigned seed) : from_(seed) {}
    std::size_t below(std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(from_); }

private:
    std::mt19937 from_;
};

ballot_id any_ballot(dice& roll, const state& s) { return s.ballots[roll.below(s.ballots.size())].what.id; }
deputy_id any_deputy(dice& roll, const state& s) { return s.deputies[roll.below(s.deputies.size())].who.id; }

// Mostly what a ballot's life needs, so that evenings get somewhere; finish seldom.
any_command any_order(dice& roll, const state& s) {
    const auto ballot = any_ballot(roll, s);
    switch (roll.below(24)) {
        case 0: return command::open_checkin{};
        case 1: return command::start{};
        case 2: return command::select_item{item_id{roll.below(2) == 0 ? "i1" : "i2"}};
        case 3:
        case 4:
        case 5: return command::open_ballot{ballot, std::nullopt};
        case 6: return command::extend_ballot{ballot, 5'000};
        case 7:
        case 8: return command::close_ballot{s.open_ballot() != nullptr ? s.open_ballot()->what.id : ballot};
        case 9: return command::draft_ballot{ballot_id{"r" + std::to_string(roll.below(6))}, ballot};
        case 10:
        case 11: return command::confirm_count{ballot};
        case 12:
        case 13: return command::reveal_ballot{ballot};
        case 14: return command::void_ballot{ballot, "重投"};
        case 15: return command::start_timer{timer_kind::answer, 60'000};
        case 16: return command::pause_timer{};
        case 17: return command::stop_timer{};
        case 18: return command::record_commitment{item_id{"i1"}, "完成", "2026-12-31"};
        case 19: return command::add_screen{screen_id{"s" + std::to_string(s.rev)}, "屏", layout::hall, "hash"};
        case 20: return command::check_out{any_deputy(roll, s)};
        case 21: return command::check_in{any_deputy(roll, s)};
        case 22: return command::change_definition{s.what};
        default: return roll.below(40) == 0 ? any_command(command::finish{}) : command::check_in{any_deputy(roll, s)};
    }
}

void check_state(const state& s) {
    const auto open =
        std::count_if(s.ballots.begin(), s.ballots.end(), [](const auto& b) { return b.phase == ballot_phase::open; });
    CHECK(open <= 1);
    const auto present =
        std::count_if(s.deputies.begin(), s.deputies.end(), [](const auto& d) { return d.checked_in; });
    CHECK(s.present == static_cast<std::size_t>(present));
    CHECK(s.operator_rev <= s.rev);
    std::set<std::string> ids;
    for (const auto& ballot : s.ballots) {
        CHECK(ids.insert(ballot.what.id.value).second);
        const bool counted = ballot.phase != ballot_phase::draft && ballot.phase != ballot_phase::open;
        CHECK(ballot.result.has_value() == counted);
        if (ballot.result) CHECK(ballot.result->not_voted >= 0);
    }
}

// Whether a key that counts or judges votes stands anywhere in `value`.
bool tells_of_votes(const json& value) {
    static const std::set<std::string> telling{"counts", "percent", "verdict", "score",  "cast", "valid",
                                               "votes",  "sealed",  "result",  "margin", "seal", "not_voted"};
    if (value.is_object())
        for (const auto& [key, inner] : value.items())
            if (telling.contains(key) || tells_of_votes(inner)) return true;
    if (value.is_array()) return std::any_of(value.begin(), value.end(), tells_of_votes);
    return false;
}

// The view without the results of revealed ballots, after checking that only those have one.
std::string without_results(const state& s, client_role role) {
    auto view = json::parse(wire::write_view(s, role, {"epoch", 1}));
    for (auto& ballot : view["inquiry"]["ballots"]) {
        const auto* known = s.find(ballot_id{ballot.at("id").get<std::string>()});
        CHECK(ballot.contains("result") == known->revealed);
        ballot.erase("result");
    }
    CHECK_FALSE(tells_of_votes(view));
    return view.dump();
}

struct tour {
    int revealed = 0;
    int voided_unseen = 0;
    int refused = 0;
};

// Plays the same evening twice, with the same persons pressing different choices: until a reveal nobody can tell which.
void play(unsigned seed, tour& seen) {
    dice roll(seed);
    evening one;
    evening other;
    for (int step = 0; step < steps; ++step) {
        CAPTURE(seed, step);
        const auto before = one.now;
        if (const auto* open = one.now.open_ballot(); open != nullptr && roll.below(2) == 0) {
            const auto who = any_deputy(roll, one.now);
            if (one.now.find(who)->checked_in && entitled(one.now.find(who)->who, open->what)) {
                one.press(who.value, choices[roll.below(3)]);
                other.press(who.value, choices[roll.below(3)]);
            }
        }
        one.clock += 1'000;
        other.clock += 1'000;
        const auto command = any_order(roll, one.now);
        const std::string account = roll.below(2) == 0 ? "first" : "second";
        const auto decided = decide(one.now, command, {actor_kind::account, account});
        const auto outcome = one.give(command, account);
        REQUIRE((other.give(command, account) == outcome));
        REQUIRE(one.now.rev == before.rev + (decided ? decided->events.size() : 0));
        if (outcome) ++seen.refused;
        check_state(one.now);
        for (const auto role : all_roles) REQUIRE(without_results(one.now, role) == without_results(other.now, role));
    }
    for (const auto& ballot : one.now.ballots) {
        if (ballot.revealed) ++seen.revealed;
        if (ballot.phase == ballot_phase::voided && !ballot.revealed) ++seen.voided_unseen;
    }
}

}  // namespace

TEST_CASE("in any evening rev grows by one an event, one ballot is open at most, and no view tells before the reveal") {
    tour seen;
    for (unsigned seed = 1; seed <= seeds; ++seed) play(seed, seen);
    CHECK(seen.revealed > 5);
    CHECK(seen.voided_unseen > 5);
    CHECK(seen.refused > 100);
}
