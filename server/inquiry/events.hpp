// What has happened. The record is a list of these; everything that anyone sees is a function of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "inquiry/air.hpp"
#include "inquiry/definition.hpp"
#include "inquiry/tally.hpp"

namespace wenzheng::inquiry {

enum class timer_kind { question, answer, follow_up };
enum class close_cause { moderator, clock };

enum class request_kind { speak, follow_up, phone_failed };

// One vote as the store sealed it at the close of a named ballot.
struct sealed_vote {
    deputy_id deputy;
    inquiry::mark mark;
    std::uint32_t attempt = 1;
    std::string receipt;
    instant_ms at = 0;
    std::string staff{};  // account that pressed on a staff tablet; empty: the deputy himself
    bool late = false;    // came within the grace after the close, and was admitted
};

// What the store counted in the same call that closed the ballot.
struct seal {
    mark_counts counts;
    std::vector<sealed_vote> votes;
};

namespace event {

struct inquiry_created {
    definition what;
};
struct definition_changed {
    definition what;
};
struct keys_issued {
    std::map<deputy_id, std::string> key_hashes;  // SHA-256 of each key, hex; a new one revokes the old
};
struct screen_added {
    screen_id screen;
    std::string name;
    inquiry::layout layout;
    std::string key_hash;
};
struct checkin_opened {};
struct inquiry_started {};
struct item_selected {
    item_id item;
};
struct deputy_checked_in {
    deputy_id deputy;
};
struct deputy_checked_out {
    deputy_id deputy;
};
struct ballot_drafted {
    ballot_id ballot;
    ballot_id follows;
};
// Another item's ballot with the rules of `like`.
struct ballot_added {
    ballot_id ballot;
    item_id item;
    std::string title;
    ballot_id like;
};
struct ballot_opened {
    ballot_id ballot;
    std::optional<std::int64_t> duration_ms;
    std::string rule_digest{};  // SHA-256 of the definition that is locked now, hex; added on the way into the record
};
struct ballot_extended {
    ballot_id ballot;
    std::int64_t by_ms = 0;
};
struct ballot_closed {
    ballot_id ballot;
    close_cause cause = close_cause::moderator;
    inquiry::seal seal;  // added by the store
};
struct count_confirmed {
    ballot_id ballot;
    std::string account;
};
struct paper_count_entered {
    ballot_id ballot;
    std::string account;
    paper_count paper;
};
struct staff_vote_recorded {
    ballot_id ballot;
    deputy_id deputy;
};
// The votes that came within the grace after the close are counted too.
struct late_votes_admitted {
    ballot_id ballot;
    inquiry::seal seal;  // added by the store: everything that is counted now
};
struct ballot_revealed {
    ballot_id ballot;
    std::vector<sealed_vote> not_admitted{};  // late ones, added by the store
};
// A correction of a result that was aired, which stays as it is. Where the ballot asks for scrutineers it waits for
// them.
struct erratum_published {
    ballot_id ballot;
    std::string reason;
    std::optional<mark_counts> counts;
};
struct ballot_voided {
    ballot_id ballot;
    std::string reason;
    std::optional<inquiry::seal> seal;        // where it was still open, added by the store
    std::vector<sealed_vote> not_admitted{};  // else: late ones, added by the store
};
struct timer_started {
    timer_kind kind = timer_kind::answer;
    std::int64_t duration_ms = 0;
};
struct timer_extended {
    std::int64_t by_ms = 0;
};
struct timer_paused {};
struct timer_resumed {};
struct timer_stopped {};
struct screen_shown {
    screen_id screen;
    inquiry::layout layout;
};
struct screen_panicked {
    screen_id screen;
};
struct screen_previewed {
    screen_id screen;
    inquiry::picture picture;
};
struct screens_taken {
    std::vector<screen_id> screens;
};
struct screens_released {
    std::vector<screen_id> screens;
};
struct evidence_added {
    evidence_id evidence;
    item_id item;
    std::string name;
    std::string file;
    media kind = media::png;
    std::int64_t bytes = 0;
};
struct evidence_removed {
    evidence_id evidence;
};
struct evidence_ordered {
    item_id item;
    std::vector<evidence_id> evidence;
};
struct evidence_shown {
    evidence_id evidence;
    bool beside = false;
};
struct evidence_hidden {};
struct evidence_played {};
struct evidence_paused {};
struct evidence_sought {
    std::int64_t position_ms = 0;
};
struct commitment_recorded {
    commitment_id id;
    item_id item;
    std::string text;
    std::string due;  // YYYY-MM-DD
    std::optional<deputy_id> deputy{};
};
struct items_reordered {
    std::vector<item_id> items;
};
struct item_skipped {
    item_id item;
    bool skipped = true;
};
struct item_added {
    item_definition item;
    std::optional<item_id> after;
};
struct request_made {
    request_id id;
    deputy_id deputy;
    request_kind kind = request_kind::speak;
    std::string text;
};
struct request_withdrawn {
    request_id id;
};
struct request_called {
    request_id id;
};
struct request_closed {
    request_id id;
    std::string answer;
};
struct floor_given {
    deputy_id deputy;
    request_kind kind = request_kind::speak;
};
struct speech_ended {};
struct inquiry_finished {};

}  // namespace event

using any_event = std::variant<
    event::inquiry_created, event::definition_changed, event::keys_issued, event::screen_added, event::checkin_opened,
    event::inquiry_started, event::item_selected, event::items_reordered, event::item_skipped, event::item_added,
    event::deputy_checked_in, event::deputy_checked_out, event::request_made, event::request_withdrawn,
    event::request_called, event::request_closed, event::floor_given, event::speech_ended, event::ballot_drafted,
    event::ballot_added, event::ballot_opened, event::ballot_extended, event::ballot_closed, event::count_confirmed,
    event::paper_count_entered, event::staff_vote_recorded, event::late_votes_admitted, event::ballot_revealed,
    event::erratum_published, event::ballot_voided, event::timer_started, event::timer_extended, event::timer_paused,
    event::timer_resumed, event::timer_stopped, event::screen_shown, event::screen_panicked, event::screen_previewed,
    event::screens_taken, event::screens_released, event::evidence_added, event::evidence_removed,
    event::evidence_ordered, event::evidence_shown, event::evidence_hidden, event::evidence_played,
    event::evidence_paused, event::evidence_sought, event::commitment_recorded, event::inquiry_finished>;

enum class actor_kind { account, deputy, clock };

// Who did it: an operator's account, a deputy, or the clock.
struct actor {
    actor_kind kind = actor_kind::clock;
    std::string name;
};

// An event as it stands in the record.
struct recorded_event {
    std::uint64_t rev = 0;
    instant_ms at = 0;
    actor by;
    any_event what;
    std::string digest;  // of the record up to and with this event, hex (record/chain.hpp)
};

}  // namespace wenzheng::inquiry
