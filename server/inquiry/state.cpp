#include "inquiry/state.hpp"

#include <algorithm>

namespace wenzheng::inquiry {
namespace {

template <class list, class id>
auto find_by_id(list& all, const id& wanted, auto projection) noexcept -> decltype(all.data()) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return projection(one) == wanted; });
    return found == all.end() ? nullptr : &*found;
}

const auto own_id = [](const auto& one) -> const auto& { return one.id; };
const auto ballot_key = [](const ballot_state& one) -> const ballot_id& { return one.what.id; };

}  // namespace

const deputy_state* state::find(const deputy_id& id) const noexcept {
    const auto found = deputy_index.find(id);
    return found == deputy_index.end() ? nullptr : &deputies[found->second];
}
deputy_state* state::find(const deputy_id& id) noexcept {
    const auto found = deputy_index.find(id);
    return found == deputy_index.end() ? nullptr : &deputies[found->second];
}
const ballot_state* state::find(const ballot_id& id) const noexcept { return find_by_id(ballots, id, ballot_key); }
ballot_state* state::find(const ballot_id& id) noexcept { return find_by_id(ballots, id, ballot_key); }
const item_definition* state::find(const item_id& id) const noexcept { return find_by_id(what.items, id, own_id); }
const screen_state* state::find(const screen_id& id) const noexcept { return find_by_id(screens, id, own_id); }
screen_state* state::find(const screen_id& id) noexcept { return find_by_id(screens, id, own_id); }

const ballot_state* state::open_ballot() const noexcept {
    const auto found = std::find_if(ballots.begin(), ballots.end(),
                                    [](const ballot_state& b) { return b.phase == ballot_phase::open; });
    return found == ballots.end() ? nullptr : &*found;
}

bool entitled(const deputy_definition& who, const ballot_definition& ballot) noexcept {
    return std::find(who.electorates.begin(), who.electorates.end(), ballot.electorate) != who.electorates.end();
}

turnout turnout_now(const state& s, const ballot_definition& ballot) noexcept {
    turnout who;
    for (const auto& deputy : s.deputies) {
        if (!entitled(deputy.who, ballot)) continue;
        ++who.entitled;
        if (deputy.checked_in) ++who.present;
    }
    return who;
}

}  // namespace wenzheng::inquiry
