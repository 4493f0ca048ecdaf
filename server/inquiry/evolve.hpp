// state + event → state: the only way a state changes.
#pragma once

#include "inquiry/events.hpp"
#include "inquiry/state.hpp"

namespace wenzheng::inquiry {

// Applies the next event of the record. `next.rev` must be `s.rev + 1`, and the event one that decide() could have
// given on `s`; the record guarantees both, and a violation throws std::logic_error (the record is damaged).
void evolve(state& s, const recorded_event& next);

}  // namespace wenzheng::inquiry
