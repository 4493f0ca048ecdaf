#include "inquiry/evolve.hpp"

#include <algorithm>
#include <stdexcept>

#include "inquiry/evolve_air.hpp"
#include "inquiry/limits.hpp"

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

// What the ballot comes to with the votes that were sealed and, where scrutineers agreed on them, those on paper.
ballot_result result_of(const state& s, const ballot_state& ballot) {
    auto binding = ballot.binding;
    const bool on_paper = ballot.paper.phase == paper_phase::agreed;
    const auto* paper = on_paper ? &agreed_entry(ballot.paper) : nullptr;
    if (paper != nullptr) {
        for (const auto& [stored, n] : paper->counts) binding.pressed[stored] += n;
        binding.invalid = paper->invalid;
    }
    auto result = tally(ballot.what, binding, ballot.advisory, s.what.language);
    if (paper != nullptr) result.paper = *paper;
    result.staff_votes = ballot.staff_votes;
    result.late_votes = ballot.late_votes;
    if (ballot.round > 1 && result.verdict.is_otherwise) result.verdict.note = ballot.what.rule.second_failure;
    return result;
}

// Puts the sealed votes into a box for each electorate. Everyone who voted was present, also when he was checked out
// afterwards. Where late votes are admitted, this is done anew with all of them.
void seal_ballot(state& s, ballot_state& ballot, const seal& sealed, instant_ms at) {
    const auto& what = ballot.what;
    ballot.binding = {{}, 0, turnout_now(s, what)};
    ballot.advisory.clear();
    for (const auto& electorate : what.advisory) ballot.advisory.push_back({{}, 0, turnout_now(s, what, electorate)});
    ballot.staff_votes = 0;
    ballot.late_votes = 0;
    for (const auto& vote : sealed.votes) {
        auto* deputy = s.find(vote.deputy);
        const auto* electorate = deputy == nullptr ? nullptr : electorate_of(deputy->who, what);
        auto* into = &ballot.binding;
        for (std::size_t i = 0; electorate != nullptr && i < what.advisory.size(); ++i)
            if (*electorate == what.advisory[i]) into = &ballot.advisory[i];
        ++into->pressed[vote.mark];
        if (electorate == nullptr || !deputy->checked_in) ++into->who.present;
        if (into == &ballot.binding) {
            ballot.staff_votes += vote.staff.empty() ? 0 : 1;
            ballot.late_votes += vote.late ? 1 : 0;
        }
        if (deputy == nullptr || ballot.voters.contains(vote.deputy)) continue;
        ++deputy->votes;
        if (what.grace_ms > 0) ballot.voters.insert(vote.deputy);
    }
    ballot.closes_at = ballot.closes_at ? std::min(*ballot.closes_at, at) : at;
    ballot.result = result_of(s, ballot);
}

// Whoever has the floor gives it back; his request is done with.
void give_back_floor(state& s, instant_ms at) {
    if (s.speeches.empty() || s.speeches.back().to) return;
    s.speeches.back().to = at;
    if (const auto& request = s.speeches.back().request)
        must_find<request_state>(s, *request).phase = request_phase::done;
}

void publish(ballot_state& ballot, const recorded_event& envelope) {
    auto& waiting = *ballot.erratum_waiting;
    ballot.errata.push_back({std::move(waiting.reason), envelope.at, std::move(waiting.result), envelope.digest});
    ballot.erratum_waiting.reset();
}

// Moves the events' items into the order in which they stand in `order`.
void set_order(std::vector<item_definition>& items, const std::vector<item_id>& order) {
    const auto place = [&](const item_definition& item) { return std::find(order.begin(), order.end(), item.id); };
    std::stable_sort(items.begin(), items.end(), [&](const auto& a, const auto& b) { return place(a) < place(b); });
}

struct applier {
    state& s;
    const recorded_event& envelope;

    // What the deputy himself is told has changed.
    void concerns(const deputy_id& who) {
        s.own_rev = envelope.rev;
        if (auto* deputy = s.find(who)) deputy->own_rev = envelope.rev;
    }
    // He is told what is kept of his votes.
    void has_other_votes(const deputy_id& who) {
        concerns(who);
        if (auto* deputy = s.find(who)) deputy->votes_rev = envelope.rev;
    }
    void end_speech() {
        if (const auto* speaking = s.speaker()) concerns(speaking->deputy);
        give_back_floor(s, envelope.at);
    }
    void begin_speech(const deputy_id& who, request_kind kind, std::optional<request_id> request) {
        end_speech();
        s.speeches.push_back({who, kind, s.item, envelope.at, std::nullopt, std::move(request)});
    }

    void operator()(const event::inquiry_created& e) { set_definition(s, e.what); }
    void operator()(const event::definition_changed& e) { set_definition(s, e.what); }
    void operator()(const event::keys_issued& e) {
        for (const auto& [id, hash] : e.key_hashes) {
            auto& deputy = must_find<deputy_state>(s, id);
            deputy.key_hash = hash;
            deputy.key_rev = envelope.rev;
        }
    }
    void operator()(const event::checkin_opened&) { s.phase = phase::checkin; }
    void operator()(const event::inquiry_started&) { s.phase = phase::running; }
    void operator()(const event::item_selected& e) {
        s.item = e.item;
        s.item_at = envelope.at;
        s.showing.reset();
    }
    void operator()(const event::items_reordered& e) { set_order(s.what.items, e.items); }
    void operator()(const event::item_skipped& e) {
        if (e.skipped)
            s.skipped.insert(e.item);
        else
            s.skipped.erase(e.item);
    }
    void operator()(const event::item_added& e) {
        auto& items = s.what.items;
        const auto after = std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.id == e.after; });
        items.insert(after == items.end() ? after : std::next(after), e.item);
    }
    void operator()(const event::deputy_checked_in& e) {
        auto& deputy = must_find<deputy_state>(s, e.deputy);
        if (!std::exchange(deputy.checked_in, true)) ++s.present;
        if (!deputy.checked_in_at) deputy.checked_in_at = envelope.at;
        deputy.checked_out_at.reset();
        deputy.by_hand = envelope.by.kind == actor_kind::account;
        concerns(e.deputy);
    }
    void operator()(const event::deputy_checked_out& e) {
        auto& deputy = must_find<deputy_state>(s, e.deputy);
        if (std::exchange(deputy.checked_in, false)) --s.present;
        deputy.checked_out_at = envelope.at;
        concerns(e.deputy);
    }
    void operator()(const event::request_made& e) {
        const auto by = envelope.by.kind == actor_kind::account ? envelope.by.name : std::string{};
        s.requests.push_back({e.id, e.deputy, e.kind, e.text, s.item, envelope.at, request_phase::waiting, by, {}});
        concerns(e.deputy);
    }
    void operator()(const event::request_withdrawn& e) {
        auto& request = must_find<request_state>(s, e.id);
        if (request.phase == request_phase::called && request.kind != request_kind::phone_failed) end_speech();
        request.phase = request_phase::withdrawn;
        concerns(request.deputy);
    }
    void operator()(const event::request_called& e) {
        auto& request = must_find<request_state>(s, e.id);
        request.by = envelope.by.name;
        if (request.kind != request_kind::phone_failed) begin_speech(request.deputy, request.kind, e.id);
        request.phase = request_phase::called;
        concerns(request.deputy);
    }
    void operator()(const event::request_closed& e) {
        auto& request = must_find<request_state>(s, e.id);
        if (const auto* speaking = s.speaker(); speaking != nullptr && speaking->request == e.id) end_speech();
        request.phase = request_phase::done;
        request.by = envelope.by.name;
        request.answer = e.answer;
        concerns(request.deputy);
    }
    void operator()(const event::floor_given& e) { begin_speech(e.deputy, e.kind, std::nullopt); }
    void operator()(const event::speech_ended&) { end_speech(); }
    void operator()(const event::ballot_drafted& e) {
        const auto& earlier = must_find<ballot_state>(s, e.follows);
        ballot_state next;
        next.what = earlier.what;
        next.what.id = e.ballot;
        next.what.follows = e.follows;
        next.round = earlier.round + 1;
        s.ballots.push_back(std::move(next));
    }
    void operator()(const event::ballot_added& e) {
        ballot_state next;
        next.what = must_find<ballot_state>(s, e.like).what;
        next.what.id = e.ballot;
        next.what.item = e.item;
        next.what.title = e.title;
        next.what.follows.reset();
        s.what.ballots.push_back(next.what);
        s.ballots.push_back(std::move(next));
    }
    void operator()(const event::ballot_opened& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.rule_digest = e.rule_digest;
        ballot.phase = ballot_phase::open;
        ballot.opens_at = envelope.at;
        s.showing.reset();
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
        auto& confirmed_by = ballot.erratum_waiting ? ballot.erratum_waiting->confirmed_by : ballot.confirmed_by;
        confirmed_by.insert(e.account);
        if (static_cast<int>(confirmed_by.size()) < ballot.what.scrutineers) return;
        if (ballot.erratum_waiting)
            publish(ballot, envelope);
        else
            ballot.phase = ballot_phase::confirmed;
    }
    void operator()(const event::paper_count_entered& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.paper.phase = with_entry(ballot.paper, e.account, e.paper);
        ballot.paper.by_account[e.account] = e.paper;
        ballot.paper.newest = e.account;
        // The figures that were confirmed are no longer the figures.
        ballot.confirmed_by.clear();
        ballot.phase = ballot_phase::closed;
        ballot.result = result_of(s, ballot);
    }
    void operator()(const event::staff_vote_recorded& e) {
        must_find<ballot_state>(s, e.ballot).staff.push_back({e.deputy, envelope.by.name, envelope.at});
        has_other_votes(e.deputy);
    }
    void operator()(const event::late_votes_admitted& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        for (const auto& vote : e.seal.votes)
            if (vote.late) has_other_votes(vote.deputy);
        // As with a paper count: the figures that were confirmed are no longer the figures.
        ballot.confirmed_by.clear();
        ballot.phase = ballot_phase::closed;
        seal_ballot(s, ballot, e.seal, envelope.at);
    }
    void operator()(const event::erratum_published& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        pending_erratum next{e.reason, std::nullopt, {}};
        if (e.counts) {
            next.result = tally(ballot.what, {*e.counts, 0, ballot.binding.who}, ballot.advisory, s.what.language);
            next.result->verdict.note =
                next.result->verdict.is_otherwise && ballot.round > 1 ? ballot.what.rule.second_failure : std::string{};
        }
        ballot.erratum_waiting = std::move(next);
        if (ballot.what.scrutineers == 0) publish(ballot, envelope);
    }
    void operator()(const event::ballot_revealed& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        ballot.phase = ballot_phase::revealed;
        ballot.revealed = true;
        ballot.revealed_at = envelope.at + limits::reveal_lead_ms;
        ballot.digest = envelope.digest;
        for (const auto& vote : e.not_admitted) has_other_votes(vote.deputy);
    }
    void operator()(const event::ballot_voided& e) {
        auto& ballot = must_find<ballot_state>(s, e.ballot);
        if (e.seal) seal_ballot(s, ballot, *e.seal, envelope.at);
        for (const auto& vote : e.not_admitted) has_other_votes(vote.deputy);
        ballot.phase = ballot_phase::voided;
        ballot.erratum_waiting.reset();
        ballot.void_reason = e.reason;
        if (!ballot.revealed) ballot.digest = envelope.digest;
    }
    void operator()(const event::timer_started& e) {
        s.timer = timer_state{e.kind, e.duration_ms, envelope.at + e.duration_ms, std::nullopt};
    }
    void operator()(const event::timer_extended& e) {
        if (!s.timer) return;
        s.timer->duration_ms += e.by_ms;
        // Time added to one that has run out counts from now.
        if (s.timer->ends_at) s.timer->ends_at = std::max(*s.timer->ends_at, envelope.at) + e.by_ms;
        if (s.timer->remaining_ms) *s.timer->remaining_ms += e.by_ms;
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
    // Screens and evidence.
    template <class air>
    void operator()(const air& e) {
        evolve_air(s, e, envelope);
    }
    void operator()(const event::commitment_recorded& e) {
        s.commitments.push_back({e.id, e.item, e.text, e.due, envelope.at, e.deputy});
    }
    void operator()(const event::inquiry_finished&) {
        s.phase = phase::finished;
        s.timer.reset();
        s.showing.reset();
        end_speech();
    }
};

template <class... kinds>
bool is_one_of(const any_event& what) noexcept {
    return (std::holds_alternative<kinds>(what) || ...);
}

// Check-ins, deputies' requests, votes on a staff tablet and keys don't make what an operator saw stale; nor does a
// scrutineer's confirmation, which changes no figure: two of them may confirm in the same moment; nor do a director's
// pictures and a film's transport, on which no moderator's decision rests.
bool makes_stale(const any_event& what) noexcept {
    using namespace event;
    return !is_one_of<deputy_checked_in, deputy_checked_out, request_made, request_withdrawn, staff_vote_recorded,
                      count_confirmed, keys_issued, screen_added, screen_shown, screen_panicked, screen_previewed,
                      screens_taken, screens_released, evidence_added, evidence_removed, evidence_ordered,
                      evidence_played, evidence_paused, evidence_sought>(what);
}

}  // namespace

void evolve(state& s, const recorded_event& next) {
    if (next.rev != s.rev + 1) throw std::logic_error("the record has a gap before event " + std::to_string(next.rev));
    std::visit(applier{s, next}, next.what);
    s.rev = next.rev;
    s.digest = next.digest;
    if (makes_stale(next.what)) s.operator_rev = next.rev;
}

}  // namespace wenzheng::inquiry
