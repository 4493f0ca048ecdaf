// What is so at one revision: the fold of the record's events (evolve.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

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
    std::string key_hash;       // of the key that is good now; empty before one was issued
    std::uint64_t key_rev = 0;  // when it was issued: a cookie from an older one is no longer good
};

struct ballot_state {
    ballot_definition what;
    ballot_phase phase = ballot_phase::draft;
    int round = 1;
    std::optional<instant_ms> opens_at;
    std::optional<instant_ms>
        closes_at;  // while open: the deadline, if there is one; afterwards the instant of closing
    std::set<std::string> confirmed_by;
    std::optional<inquiry::seal> sealed;  // counts only; the votes stay in the record
    std::optional<ballot_result> result;  // made at the close, public only once revealed
    bool revealed = false;                // stays true when voided afterwards
    std::string void_reason;
    std::string digest;  // of the record up to the reveal
};

struct screen_state {
    screen_id id;
    std::string name;
    inquiry::layout layout = layout::hall;
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
};

struct state {
    std::uint64_t rev = 0;           // 0: nothing was recorded
    std::uint64_t operator_rev = 0;  // the last operator's event that makes an older `expect` stale
    std::string digest;              // of the record so far
    definition what;                 // as prepared; its ballots and deputies live on below
    inquiry::phase phase = phase::draft;
    std::optional<item_id> item;
    std::vector<deputy_state> deputies;
    std::unordered_map<deputy_id, std::size_t> deputy_index;
    std::size_t present = 0;  // deputies checked in
    std::vector<ballot_state> ballots;
    std::vector<screen_state> screens;
    std::optional<timer_state> timer;
    std::vector<commitment_state> commitments;

    const deputy_state* find(const deputy_id& id) const noexcept;
    const ballot_state* find(const ballot_id& id) const noexcept;
    const item_definition* find(const item_id& id) const noexcept;
    const screen_state* find(const screen_id& id) const noexcept;
    deputy_state* find(const deputy_id& id) noexcept;
    ballot_state* find(const ballot_id& id) noexcept;
    screen_state* find(const screen_id& id) noexcept;

    // The one ballot that is open, or null.
    const ballot_state* open_ballot() const noexcept;
};

// Whether the deputy is of the ballot's electorate.
bool entitled(const deputy_definition& who, const ballot_definition& ballot) noexcept;

// On the roll of the ballot's electorate, and of these checked in now.
turnout turnout_now(const state& s, const ballot_definition& ballot) noexcept;

}  // namespace wenzheng::inquiry
