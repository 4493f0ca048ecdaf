#include "inquiry/evolve.hpp"

#include <algorithm>
#include <stdexcept>
#include <type_traits>

namespace wenzheng::inquiry {
namespace {

template <class thing, class id>
thing& must_find(state& s, const id& wanted) {
    auto* found = s.find(wanted);
    if (found == nullptr) throw std::logic_error("the record names an unknown id: " + wanted.value);
    return *found;
}

int round_of(const state& s, const ballot_definition& ballot) {
    if (!ballot.follows) return 1;
    const auto* earlier = s.find(*ballot.follows);
    return earlier == nullptr ? 1 : earlier->round + 1;
}

// Keeps what has already happened to deputies and ballots that the new definition still has; decide() saw to it that
// nothing opened is lost. Ballots that were drafted live stay, behind those of the definition.
void set_definition(state& s, const definition& what) {
    std::vector<deputy_state> deputies;
    deputies.reserve(what.deputies.size());
    for (const auto& who : what.deputies) {
        deputy_state next;
        if (auto* old = s.find(who.id)) next = std::move(*old);
        next.who = who;
        deputies.push_back(std::move(next));
    }
    s.deputies = std::move(deputies);
    s.deputy_index.clear();
    for (std::size_t i = 0; i < s.deputies.size(); ++i) s.deputy_index.emplace(s.deputies[i].who.id, i);
    s.present = static_cast<std::size_t>(
        std::count_if(s.deputies.begin(), s.deputies.end(), [](const auto& d) { return d.checked_in; }));

    std::vector<ballot_state> before = std::move(s.ballots);
    s.ballots.clear();
    const auto defined = [&](const definition& d, const ballot_id& id) {
        return std::any_of(d.ballots.begin(), d.ballots.end(), [&](const auto& b) { return b.id == id; });
    };
    for (const auto& ballot : what.ballots) {
        const auto old =
            std::find_if(before.begin(), before.end(), [&](const auto& b) { return b.what.id == ballot.id; });
        if (old != before.end() && old->phase != ballot_phase::draft) {
            s.ballots.push_back(std::move(*old));
            continue;
        }
        ballot_state next;
        next.what = ballot;
        next.round = round_of(s, ballot);
        s.ballots.push_back(std::move(next));
    }
    for (auto& old : before)
        if (!old.what.id.empty() && !defined(s.what, old.what.id) && !defined(what, old.what.id))
            s.ballots.push_back(std::move(old));
    s.what = what;
}

// Counts the sealed ballot. Everyone who voted was present, also when he was checked out afterwards.
void seal_ballot(state& s, ballot_state& ballot, const seal& sealed, instant_ms at) {
    turnout who = turnout_now(s, ballot.what);
    for (const auto& vote : sealed.votes) {
        const auto* deputy = s.find(vote.deputy);
        if (deputy == nullptr || !deputy->checked_in || !entitled(deputy->who, ballot.what)) ++who.present;
    }
    ballot.closes_at = ballot.closes_at ? std::min(*ballot.closes_at, at) : at;
    ballot.sealed = seal{sealed.counts, {}};
    ballot.result = tally(ballot.what, sealed.counts, who, s.what.language);
}

struct applier {
    state& s;
    const recorded_event& envelope;

    void operator()(const event::inquiry_created& e) { set_definition(s, e.what); }
    void operator()(const event::definition_changed& e) { set_definition(s, e.what); }
    void operator()(const event::keys_issued& e) {
        for (const auto& [id, hash] : e.key_hashes) {
            auto& deputy = must_find<deputy_state>(s, id);
            deputy.key_hash = hash;
            deputy.key_rev = envelope.rev;
        }
    }
    void operator()(const event::screen_added& e) {
        s.screens.push_back({e.screen, e.name, e.layout, false, e.key_hash, envelope.rev});
    }
    void operator()(const event::checkin_opened&) { s.phase = phase::checkin; }
    void operator()(const event::inquiry_started&) { s.phase = phase::running; }
    void operator()(const event::item_selected& e) { s.item = e.item; }
    void operator()(const event::deputy_checked_in& e) {
        auto& deputy = must_find<deputy_state>(s, e.deputy);
        if (!std::exchange(deputy.checked_in, true)) ++s.present;
    }
    void operator()(const event::deputy_checked_out& e) {
        auto& deputy = must_find<deputy_state>(s, e.deputy);
        if (std::exchange(deputy.checked_in, false)) --s.present;
    }
    void operator()(const event::ballot_drafted& e) {
        const auto& earlier = must_find<ballot_state>(s, e.follows);
        ballot_state next;
        next.what = earlier.what;
        next.what.id = e.ballot;
        next.what.follows = e.follows;
        next.round = earlier.round + 1;
        s.ballots.push_back(std::move(next));
    }
    void operator()(const event::ballot_opened& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.phase = ballot_phase::open;
        ballot.opens_at = envelope.at;
        if (e.duration_ms) ballot.closes_at = envelope.at + *e.duration_ms;
    }
    void operator()(const event::ballot_extended& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.closes_at = ballot.closes_at.value_or(envelope.at) + e.by_ms;
    }
    void operator()(const event::ballot_closed& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.phase = ballot_phase::closed;
        seal_ballot(s, ballot, e.seal, envelope.at);
    }
    void operator()(const event::count_confirmed& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.confirmed_by.insert(e.account);
        if (static_cast<int>(ballot.confirmed_by.size()) >= ballot.what.scrutineers)
            ballot.phase = ballot_phase::confirmed;
    }
    void operator()(const event::ballot_revealed& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.phase = ballot_phase::revealed;
        ballot.revealed = true;
        ballot.digest = envelope.digest;
    }
    void operator()(const event::ballot_voided& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        if (e.seal) seal_ballot(s, ballot, *e.seal, envelope.at);
        ballot.phase = ballot_phase::voided;
        ballot.void_reason = e.reason;
        if (!ballot.revealed) ballot.digest = envelope.digest;
    }
    void operator()(const event::timer_started& e) {
        s.timer = timer_state{e.kind, e.duration_ms, envelope.at + e.duration_ms, std::nullopt};
    }
    void operator()(const event::timer_paused&) {
        if (!s.timer || !s.timer->ends_at) return;
        s.timer->remaining_ms = std::max<std::int64_t>(0, *s.timer->ends_at - envelope.at);
        s.timer->ends_at.reset();
    }
    void operator()(const event::timer_resumed&) {
        if (!s.timer || !s.timer->remaining_ms) return;
        s.timer->ends_at = envelope.at + *s.timer->remaining_ms;
        s.timer->remaining_ms.reset();
    }
    void operator()(const event::timer_stopped&) { s.timer.reset(); }
    void operator()(const event::screen_shown& e) {
        auto& screen = must_find<screen_state>(s, e.screen);
        screen.layout = e.layout;
        screen.panic = false;
    }
    void operator()(const event::screen_panicked& e) { must_find<screen_state>(s, e.screen).panic = true; }
    void operator()(const event::commitment_recorded& e) {
        s.commitments.push_back({e.id, e.item, e.text, e.due, envelope.at});
    }
    void operator()(const event::inquiry_finished&) {
        s.phase = phase::finished;
        s.timer.reset();
    }
};

// Check-ins, keys and screens don't make what an operator saw stale.
bool makes_stale(const recorded_event& e) {
    return std::visit(
        [](const auto& what) {
            using kind = std::decay_t<decltype(what)>;
            return !std::is_same_v<kind, event::deputy_checked_in> &&
                   !std::is_same_v<kind, event::deputy_checked_out> && !std::is_same_v<kind, event::keys_issued> &&
                   !std::is_same_v<kind, event::screen_added>;
        },
        e.what);
}

}  // namespace

void evolve(state& s, const recorded_event& next) {
    if (next.rev != s.rev + 1) throw std::logic_error("the record has a gap before event " + std::to_string(next.rev));
    std::visit(applier{s, next}, next.what);
    s.rev = next.rev;
    s.digest = next.digest;
    if (makes_stale(next)) s.operator_rev = next.rev;
}

}  // namespace wenzheng::inquiry
