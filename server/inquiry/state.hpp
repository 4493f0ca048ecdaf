// What is so at one revision: the fold of the record's events (evolve.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "inquiry/air.hpp"
#include "inquiry/commands.hpp"
#include "inquiry/definition.hpp"
#include "inquiry/events.hpp"
#include "inquiry/tally.hpp"

namespace wenzheng::inquiry {

enum class phase { draft, checkin, running, finished };
enum class ballot_phase { draft, open, closed, confirmed, revealed, voided };

struct deputy_state {
    deputy_definition who;
    bool checked_in = false;
    std::string key_hash;                      // of the key that is good now; empty before one was issued
    std::uint64_t key_rev = 0;                 // when it was issued: a cookie from an older one is no longer good
    std::optional<instant_ms> checked_in_at;   // the first time
    std::optional<instant_ms> checked_out_at;  // since then, while he is out
    bool by_hand = false;                      // an operator checked him in
    std::uint64_t own_rev = 0;                 // the last event that changed what he himself is told
    std::uint64_t votes_rev = 0;               // the last event that changed his votes otherwise than by his own press
    std::size_t votes = 0;                     // ballots that were closed with a vote of his
};

// A correction of an aired result.
struct erratum {
    std::string reason;
    instant_ms at = 0;
    std::optional<ballot_result> result;  // none: words only
    std::string digest;
};

// One that waits for its scrutineers.
struct pending_erratum {
    std::string reason;
    std::optional<ballot_result> result;
    std::set<std::string> confirmed_by;
};

enum class paper_phase { none, waiting, differs, agreed };

// What the scrutineers keyed in, each by himself.
struct paper_entries {
    paper_phase phase = paper_phase::none;
    std::map<std::string, paper_count> by_account;  // each one's newest
    std::string newest;                             // whose entry came last
};

// A press on a staff tablet.
struct staff_press {
    deputy_id deputy;
    std::string account;
    instant_ms at = 0;
};

struct ballot_state {
    ballot_definition what;
    ballot_phase phase = ballot_phase::draft;
    int round = 1;
    std::optional<instant_ms> opens_at;
    std::optional<instant_ms>
        closes_at;            // while open: the deadline, if there is one; afterwards the instant of closing
    std::string rule_digest;  // of the definition as it was locked; empty before
    std::set<std::string> confirmed_by;
    box binding;  // what was sealed, by electorate; the votes stay in the record
    std::vector<box> advisory;
    count staff_votes = 0;
    count late_votes = 0;        // admitted ones among the binding
    std::set<deputy_id> voters;  // where the rule has a grace: whose votes are counted
    std::vector<staff_press> staff;
    paper_entries paper;
    std::optional<ballot_result> result;  // made at the close, public only once revealed
    std::vector<erratum> errata;
    std::optional<pending_erratum> erratum_waiting;
    std::optional<instant_ms> revealed_at;  // when every surface begins to show it
    bool revealed = false;                  // stays true when voided afterwards
    std::string void_reason;
    std::string digest;  // of the record up to the reveal
};

struct screen_state {
    screen_id id;
    std::string name;
    inquiry::layout home = layout::hall;  // that it was made with
    picture on_air;
    std::optional<picture> preview;
    bool panic = false;
    std::string key_hash;
    std::uint64_t key_rev = 0;
};

struct timer_state {
    timer_kind kind = timer_kind::answer;
    std::int64_t duration_ms = 0;
    std::optional<instant_ms> ends_at;         // while it runs
    std::optional<std::int64_t> remaining_ms;  // while it is paused
};

struct commitment_state {
    commitment_id id;
    item_id item;
    std::string text;
    std::string due;
    instant_ms at = 0;
    std::optional<deputy_id> deputy;
};

enum class request_phase { waiting, called, done, withdrawn };

struct request_state {
    request_id id;
    deputy_id deputy;
    request_kind kind = request_kind::speak;
    std::string text;
    std::optional<item_id> item;  // that was up
    instant_ms at = 0;
    request_phase phase = request_phase::waiting;
    std::string by;  // the operator who added, called or closed it last
    std::string answer;
};

struct speech_state {
    deputy_id deputy;
    request_kind kind = request_kind::speak;
    std::optional<item_id> item;
    instant_ms from = 0;
    std::optional<instant_ms> to;  // none: has the floor
    std::optional<request_id> request;
};

struct state {
    std::uint64_t rev = 0;           // 0: nothing was recorded
    std::uint64_t own_rev = 0;       // the last event that changed any deputy's own part
    std::uint64_t operator_rev = 0;  // the last operator's event that makes an older `expect` stale
    std::string digest;              // of the record so far
    definition what;                 // as prepared; its ballots and deputies live on below
    inquiry::phase phase = phase::draft;
    std::optional<item_id> item;
    std::optional<instant_ms> item_at;  // when it was selected
    std::vector<deputy_state> deputies;
    std::unordered_map<deputy_id, std::size_t> deputy_index;
    std::size_t present = 0;  // deputies checked in
    std::vector<ballot_state> ballots;
    std::vector<screen_state> screens;
    std::vector<evidence_state> evidence;  // in the order of showing
    std::size_t evidence_ever = 0;         // removed ones too
    std::optional<showing_state> showing;
    std::optional<timer_state> timer;
    std::vector<commitment_state> commitments;
    std::set<item_id> skipped;
    std::vector<request_state> requests;  // oldest first
    std::vector<speech_state> speeches;   // only the last may still last

    const deputy_state* find(const deputy_id& id) const noexcept;
    const ballot_state* find(const ballot_id& id) const noexcept;
    const item_definition* find(const item_id& id) const noexcept;
    const screen_state* find(const screen_id& id) const noexcept;
    const evidence_state* find(const evidence_id& id) const noexcept;
    deputy_state* find(const deputy_id& id) noexcept;
    ballot_state* find(const ballot_id& id) noexcept;
    screen_state* find(const screen_id& id) noexcept;
    const request_state* find(const request_id& id) const noexcept;
    request_state* find(const request_id& id) noexcept;

    // Who has the floor, or null.
    const speech_state* speaker() const noexcept;

    // The one ballot that is open, or null.
    const ballot_state* open_ballot() const noexcept;
};

// The electorate of the ballot in which the deputy votes: the binding one, else the first advisory one that is his,
// else null.
const electorate_id* electorate_of(const deputy_definition& who, const ballot_definition& ballot) noexcept;

// Whether the deputy's vote is binding.
bool entitled(const deputy_definition& who, const ballot_definition& ballot) noexcept;

// On the roll of that electorate of the ballot, and of these checked in now.
turnout turnout_now(const state& s, const ballot_definition& ballot, const electorate_id& electorate) noexcept;
// The same of the binding one.
turnout turnout_now(const state& s, const ballot_definition& ballot) noexcept;

// The entry that two accounts agree on; only where the phase is `agreed`.
const paper_count& agreed_entry(const paper_entries& entries);

// What the scrutineers would have come to with one more entry.
paper_phase with_entry(const paper_entries& before, const std::string& account, const paper_count& entry) noexcept;

}  // namespace wenzheng::inquiry
