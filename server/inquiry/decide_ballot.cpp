// A ballot from its draft to its close.
#include <string>

#include "inquiry/decide_parts.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"

namespace wenzheng::inquiry {

using code = refusal_code;

result<decision> decide_one(const state& s, const command::open_ballot& c, const actor&) {
    if (const auto why = not_running(s)) return *why;
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
    d.events.emplace_back(event::ballot_opened{c.ballot, duration, {}});
    return d;
}

result<decision> decide_one(const state& s, const command::extend_ballot& c, const actor&) {
    const auto ballot = ballot_in(s, c.ballot, ballot_phase::open, code::ballot_not_open);
    if (!ballot) return ballot.error();
    if (!(*ballot)->closes_at) return refuse(code::no_deadline);
    if (!valid_duration(c.by_ms) ||
        *(*ballot)->closes_at + c.by_ms - *(*ballot)->opens_at > limits::ballot_duration_max_ms)
        return refuse(code::bad_duration);
    return just(event::ballot_extended{c.ballot, c.by_ms});
}

result<decision> decide_one(const state& s, const command::close_ballot& c, const actor&) {
    const auto ballot = ballot_in(s, c.ballot, ballot_phase::open, code::ballot_not_open);
    if (!ballot) return ballot.error();
    return just(event::ballot_closed{c.ballot, close_cause::moderator, {}});
}

result<decision> decide_one(const state& s, const command::draft_ballot& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    const auto* earlier = s.find(c.follows);
    if (earlier == nullptr) return refuse(code::no_such_ballot, c.follows.value);
    if (s.find(c.ballot) != nullptr) return refuse(code::ballot_exists, c.ballot.value);
    if (earlier->phase != ballot_phase::revealed && earlier->phase != ballot_phase::voided)
        return refuse(code::ballot_not_ended, c.follows.value);
    if (s.ballots.size() >= limits::ballots) return refuse(code::limit_reached, "ballots");
    return just(event::ballot_drafted{c.ballot, c.follows});
}

result<decision> decide_one(const state& s, const command::add_ballot& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
    if (s.find(c.like) == nullptr) return refuse(code::no_such_ballot, c.like.value);
    if (s.find(c.ballot) != nullptr) return refuse(code::ballot_exists, c.ballot.value);
    if (is_blank(c.title)) return refuse(code::bad_text);
    if (s.ballots.size() >= limits::ballots) return refuse(code::limit_reached, "ballots");
    return just(event::ballot_added{c.ballot, c.item, c.title, c.like});
}

// The vote was counted before this is asked: only its mark goes into the record.
result<decision> decide_one(const state& s, const command::vote_for_deputy& c, const actor&) {
    const auto* ballot = s.find(c.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, c.ballot.value);
    if (ballot->phase == ballot_phase::draft) return refuse(code::ballot_not_open, c.ballot.value);
    if (s.find(c.deputy) == nullptr) return refuse(code::no_such_deputy, c.deputy.value);
    return just(event::staff_vote_recorded{c.ballot, c.deputy});
}

}  // namespace wenzheng::inquiry
