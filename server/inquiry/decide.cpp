#include "inquiry/decide.hpp"

#include <algorithm>
#include <string>

#include "inquiry/calendar.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/redefine.hpp"
#include "inquiry/text.hpp"

namespace wenzheng::inquiry {
namespace {

using code = refusal_code;

decision just(any_event e) {
    decision d;
    d.events.push_back(std::move(e));
    return d;
}

bool valid_duration(std::int64_t ms) noexcept {
    return ms >= limits::ballot_duration_min_ms && ms <= limits::ballot_duration_max_ms;
}

struct decider {
    const state& s;
    const actor& by;

    // The ballot, if it is in that phase.
    result<const ballot_state*> ballot_in(const ballot_id& id, ballot_phase wanted, code otherwise) const {
        const auto* ballot = s.find(id);
        if (ballot == nullptr) return refuse(code::no_such_ballot, id.value);
        if (ballot->phase != wanted) return refuse(otherwise, id.value);
        return ballot;
    }

    std::optional<refusal> not_running() const {
        if (s.phase == phase::finished) return refuse(code::inquiry_finished);
        if (s.phase != phase::running) return refuse(code::inquiry_not_running);
        return std::nullopt;
    }

    result<decision> operator()(const command::open_checkin&) const {
        if (s.phase == phase::finished) return refuse(code::inquiry_finished);
        if (s.phase != phase::draft) return refuse(code::already_started);
        return just(event::checkin_opened{});
    }

    result<decision> operator()(const command::start&) const {
        if (s.phase == phase::finished) return refuse(code::inquiry_finished);
        if (s.phase == phase::running) return refuse(code::already_started);
        return just(event::inquiry_started{});
    }

    result<decision> operator()(const command::select_item& c) const {
        if (s.phase == phase::finished) return refuse(code::inquiry_finished);
        if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
        return just(event::item_selected{c.item});
    }

    result<decision> operator()(const command::open_ballot& c) const {
        if (const auto why = not_running()) return *why;
        const auto* ballot = s.find(c.ballot);
        if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
        if (s.open_ballot() != nullptr) return refuse(code::ballot_already_open, s.open_ballot()->what.id.value);
        if (ballot->phase != ballot_phase::draft) return refuse(code::ballot_not_draft, c.ballot.value);
        if (c.duration_ms && !valid_duration(*c.duration_ms)) return refuse(code::bad_duration);
        if (const auto* earlier = ballot->what.follows ? s.find(*ballot->what.follows) : nullptr;
            earlier != nullptr && earlier->phase != ballot_phase::revealed && earlier->phase != ballot_phase::voided)
            return refuse(code::ballot_not_ended, earlier->what.id.value);
        const auto who = turnout_now(s, ballot->what);
        if (const auto& quorum = ballot->what.rule.quorum;
            quorum && who.present < least_that_holds(quorum->needed, who.entitled))
            return refuse(code::quorum_not_met,
                          std::to_string(who.present) + " of " + std::to_string(who.entitled) + " checked in");
        decision d;
        if (s.item != ballot->what.item) d.events.emplace_back(event::item_selected{ballot->what.item});
        const auto duration = c.duration_ms ? c.duration_ms : ballot->what.duration_ms;
        d.events.emplace_back(event::ballot_opened{c.ballot, duration});
        return d;
    }

    result<decision> operator()(const command::extend_ballot& c) const {
        const auto ballot = ballot_in(c.ballot, ballot_phase::open, code::ballot_not_open);
        if (!ballot) return ballot.error();
        if (!(*ballot)->closes_at) return refuse(code::no_deadline);
        if (!valid_duration(c.by_ms) ||
            *(*ballot)->closes_at + c.by_ms - *(*ballot)->opens_at > limits::ballot_duration_max_ms)
            return refuse(code::bad_duration);
        return just(event::ballot_extended{c.ballot, c.by_ms});
    }

    result<decision> operator()(const command::close_ballot& c) const {
        const auto ballot = ballot_in(c.ballot, ballot_phase::open, code::ballot_not_open);
        if (!ballot) return ballot.error();
        return just(event::ballot_closed{c.ballot, close_cause::moderator, {}});
    }

    result<decision> operator()(const command::draft_ballot& c) const {
        if (s.phase == phase::finished) return refuse(code::inquiry_finished);
        const auto* earlier = s.find(c.follows);
        if (earlier == nullptr) return refuse(code::no_such_ballot, c.follows.value);
        if (s.find(c.ballot) != nullptr) return refuse(code::ballot_exists, c.ballot.value);
        if (earlier->phase != ballot_phase::revealed && earlier->phase != ballot_phase::voided)
            return refuse(code::ballot_not_ended, c.follows.value);
        if (s.ballots.size() >= limits::ballots) return refuse(code::limit_reached, "ballots");
        return just(event::ballot_drafted{c.ballot, c.follows});
    }

    result<decision> operator()(const command::confirm_count& c) const {
        const auto* ballot = s.find(c.ballot);
        if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
        if (ballot->what.scrutineers == 0) return refuse(code::nothing_to_confirm);
        if (ballot->confirmed_by.contains(by.name)) return refuse(code::already_confirmed);
        if (ballot->phase != ballot_phase::closed) return refuse(code::ballot_not_closed);
        return just(event::count_confirmed{c.ballot, by.name});
    }

    result<decision> operator()(const command::reveal_ballot& c) const {
        const auto* ballot = s.find(c.ballot);
        if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
        if (ballot->what.scrutineers > 0 && ballot->phase == ballot_phase::closed)
            return refuse(code::ballot_not_confirmed);
        const auto ready = ballot->what.scrutineers > 0 ? ballot_phase::confirmed : ballot_phase::closed;
        if (ballot->phase != ready) return refuse(code::ballot_not_closed);
        return just(event::ballot_revealed{c.ballot});
    }

    result<decision> operator()(const command::void_ballot& c) const {
        const auto* ballot = s.find(c.ballot);
        if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
        if (ballot->phase == ballot_phase::draft || ballot->phase == ballot_phase::voided)
            return refuse(code::nothing_to_void);
        if (is_blank(c.reason)) return refuse(code::bad_text, "a reason is needed");
        return just(event::ballot_voided{c.ballot, c.reason, std::nullopt});
    }

    result<decision> operator()(const command::enter_paper_count&) const { return refuse(code::unsupported); }

    result<decision> operator()(const command::start_timer& c) const {
        if (const auto why = not_running()) return *why;
        if (!valid_duration(c.duration_ms)) return refuse(code::bad_duration);
        return just(event::timer_started{c.kind, c.duration_ms});
    }

    result<decision> operator()(const command::pause_timer&) const {
        if (!s.timer) return refuse(code::timer_not_running);
        if (s.timer->ends_at) return just(event::timer_paused{});
        return just(event::timer_resumed{});
    }

    result<decision> operator()(const command::stop_timer&) const {
        if (!s.timer) return refuse(code::timer_not_running);
        return just(event::timer_stopped{});
    }

    result<decision> operator()(const command::show& c) const {
        if (s.find(c.screen) == nullptr) return refuse(code::no_such_screen, c.screen.value);
        return just(event::screen_shown{c.screen, c.layout});
    }

    result<decision> operator()(const command::panic& c) const {
        if (s.find(c.screen) == nullptr) return refuse(code::no_such_screen, c.screen.value);
        return just(event::screen_panicked{c.screen});
    }

    result<decision> operator()(const command::record_commitment& c) const {
        if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
        if (is_blank(c.text)) return refuse(code::bad_text);
        if (!is_date(c.due)) return refuse(code::bad_date, c.due);
        if (s.commitments.size() >= limits::commitments) return refuse(code::limit_reached, "commitments");
        const commitment_id id{"c" + std::to_string(s.commitments.size() + 1)};
        return just(event::commitment_recorded{id, c.item, c.text, c.due});
    }

    result<decision> operator()(const command::check_in& c) const { return decide_own_checkin(s, c.deputy); }

    result<decision> operator()(const command::check_out& c) const {
        if (s.phase == phase::finished) return refuse(code::inquiry_finished);
        const auto* deputy = s.find(c.deputy);
        if (deputy == nullptr) return refuse(code::no_such_deputy, c.deputy.value);
        if (!deputy->checked_in) return decision{};
        return just(event::deputy_checked_out{c.deputy});
    }

    result<decision> operator()(const command::finish&) const {
        if (s.phase == phase::finished) return refuse(code::inquiry_finished);
        if (s.phase != phase::running) return refuse(code::inquiry_not_running);
        if (s.open_ballot() != nullptr) return refuse(code::ballot_open);
        return just(event::inquiry_finished{});
    }

    result<decision> operator()(const command::change_definition& c) const {
        if (const auto why = why_frozen(s, c.what)) return *why;
        return just(event::definition_changed{c.what});
    }

    result<decision> operator()(const command::issue_keys& c) const {
        for (const auto& [id, hash] : c.key_hashes)
            if (s.find(id) == nullptr) return refuse(code::no_such_deputy, id.value);
        if (c.key_hashes.empty()) return decision{};
        return just(event::keys_issued{c.key_hashes});
    }

    result<decision> operator()(const command::add_screen& c) const {
        if (is_blank(c.name)) return refuse(code::bad_text);
        if (s.screens.size() >= limits::screens) return refuse(code::limit_reached, "screens");
        return just(event::screen_added{c.screen, c.name, c.layout, c.key_hash});
    }
};

}  // namespace

result<decision> decide(const state& s, const any_command& command, const actor& by) {
    return std::visit(decider{s, by}, command);
}

result<decision> decide_close_by_clock(const state& s) {
    const auto* ballot = s.open_ballot();
    if (ballot == nullptr || !ballot->closes_at) return refuse(code::ballot_not_open);
    auto d = just(event::ballot_closed{ballot->what.id, close_cause::clock, {}});
    d.not_before = ballot->closes_at;
    return d;
}

result<decision> decide_own_checkin(const state& s, const deputy_id& who) {
    const auto* deputy = s.find(who);
    if (deputy == nullptr) return refuse(code::no_such_deputy, who.value);
    if (deputy->checked_in) return decision{};
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.phase == phase::draft) return refuse(code::checkin_not_open);
    return just(event::deputy_checked_in{who});
}

bool is_stale(const state& s, std::uint64_t expect) noexcept { return expect < s.operator_rev; }

}  // namespace wenzheng::inquiry
