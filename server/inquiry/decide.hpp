// state, command → events | refusal: every rule of an evening, without I/O and without a clock.
#pragma once

#include <optional>
#include <vector>

#include "inquiry/commands.hpp"
#include "inquiry/events.hpp"
#include "inquiry/refusal.hpp"
#include "inquiry/state.hpp"

namespace wenzheng::inquiry {

struct decision {
    std::vector<any_event> events;  // none: nothing needs to change, the command is done already
    // The store refuses the append before this instant on its clock (a close by the clock never comes early).
    std::optional<instant_ms> not_before;
};

// Whether `by` may give the command is asked before (may()); a scrutineer's name is taken from `by`.
result<decision> decide(const state& s, const any_command& command, const actor& by);

// The deadline of the open ballot has come: close it. Refused with ballot_not_open where none is open or none is due.
result<decision> decide_close_by_clock(const state& s);

// Whether a screen's or a deputy's own view says that he may check in now, and the event if so.
result<decision> decide_own_checkin(const state& s, const deputy_id& who);

// Whether an operator who saw `expect` saw the newest operator's event of `s`.
bool is_stale(const state& s, std::uint64_t expect) noexcept;

}  // namespace wenzheng::inquiry
