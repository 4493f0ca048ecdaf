#include "inquiry/redefine.hpp"

#include <algorithm>

namespace wenzheng::inquiry {
namespace {

template <class list, class id>
auto find_in(const list& all, const id& wanted) -> decltype(all.data()) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.id == wanted; });
    return found == all.end() ? nullptr : &*found;
}

}  // namespace

std::optional<refusal> why_frozen(const state& s, const definition& next) {
    using code = refusal_code;
    if (next.id != s.what.id) return refuse(code::frozen, "the id of an inquiry can't change");
    if (next.rehearsal_of != s.what.rehearsal_of) return refuse(code::frozen, "rehearsal_of can't change");
    if (s.phase == phase::finished) return refuse(code::frozen, "the inquiry is finished");
    if (s.open_ballot() != nullptr) return refuse(code::frozen, "a ballot is open");
    if (s.phase != phase::draft && next.language != s.what.language) return refuse(code::frozen, "language");
    for (const auto& ballot : s.ballots) {
        const auto* after = find_in(next.ballots, ballot.what.id);
        const bool was_defined = find_in(s.what.ballots, ballot.what.id) != nullptr;
        if (ballot.phase != ballot_phase::draft && was_defined && (after == nullptr || *after != ballot.what))
            return refuse(code::frozen, "ballot " + ballot.what.id.value + " has been opened");
        if (!was_defined && after != nullptr)
            return refuse(code::frozen, "ballot " + ballot.what.id.value + " was drafted during the inquiry");
        if (ballot.phase == ballot_phase::draft && was_defined) continue;
        const auto* before_item = s.find(ballot.what.item);
        const auto* after_item = find_in(next.items, ballot.what.item);
        if (after_item == nullptr || (before_item != nullptr && *after_item != *before_item))
            return refuse(code::frozen, "item " + ballot.what.item.value + " has been voted on");
    }
    if (s.item && find_in(next.items, *s.item) == nullptr) return refuse(code::frozen, "the item that is up");
    for (const auto& commitment : s.commitments)
        if (find_in(next.items, commitment.item) == nullptr)
            return refuse(code::frozen, "item " + commitment.item.value + " has a commitment");
    for (const auto& deputy : s.deputies) {
        if (!deputy.checked_in) continue;
        const auto* after = find_in(next.deputies, deputy.who.id);
        if (after == nullptr || after->electorates != deputy.who.electorates)
            return refuse(code::frozen, "deputy " + deputy.who.id.value + " has checked in");
    }
    return std::nullopt;
}

}  // namespace wenzheng::inquiry
