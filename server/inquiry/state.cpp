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
const evidence_state* state::find(const evidence_id& id) const noexcept { return find_by_id(evidence, id, own_id); }
screen_state* state::find(const screen_id& id) noexcept { return find_by_id(screens, id, own_id); }
const request_state* state::find(const request_id& id) const noexcept { return find_by_id(requests, id, own_id); }
request_state* state::find(const request_id& id) noexcept { return find_by_id(requests, id, own_id); }

const speech_state* state::speaker() const noexcept {
    return speeches.empty() || speeches.back().to ? nullptr : &speeches.back();
}

const ballot_state* state::open_ballot() const noexcept {
    const auto found = std::find_if(ballots.begin(), ballots.end(),
                                    [](const ballot_state& b) { return b.phase == ballot_phase::open; });
    return found == ballots.end() ? nullptr : &*found;
}

const electorate_id* electorate_of(const deputy_definition& who, const ballot_definition& ballot) noexcept {
    const auto is_in = [&](const electorate_id& one) {
        return std::find(who.electorates.begin(), who.electorates.end(), one) != who.electorates.end();
    };
    if (is_in(ballot.electorate)) return &ballot.electorate;
    const auto found = std::find_if(ballot.advisory.begin(), ballot.advisory.end(), is_in);
    return found == ballot.advisory.end() ? nullptr : &*found;
}

bool entitled(const deputy_definition& who, const ballot_definition& ballot) noexcept {
    return electorate_of(who, ballot) == &ballot.electorate;
}

turnout turnout_now(const state& s, const ballot_definition& ballot, const electorate_id& electorate) noexcept {
    turnout who;
    for (const auto& deputy : s.deputies) {
        const auto* own = electorate_of(deputy.who, ballot);
        if (own == nullptr || *own != electorate) continue;
        ++who.entitled;
        if (deputy.checked_in) ++who.present;
    }
    return who;
}

turnout turnout_now(const state& s, const ballot_definition& ballot) noexcept {
    return turnout_now(s, ballot, ballot.electorate);
}

const paper_count& agreed_entry(const paper_entries& entries) { return entries.by_account.at(entries.newest); }

paper_phase with_entry(const paper_entries& before, const std::string& account, const paper_count& entry) noexcept {
    bool others = false;
    for (const auto& [other, theirs] : before.by_account) {
        if (other == account) continue;
        if (theirs == entry) return paper_phase::agreed;
        others = true;
    }
    return others ? paper_phase::differs : paper_phase::waiting;
}

}  // namespace wenzheng::inquiry
