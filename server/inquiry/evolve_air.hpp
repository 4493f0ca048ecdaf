// What events of screens and evidence make of a state: a part of evolve().
#pragma once

#include "inquiry/state.hpp"

namespace wenzheng::inquiry {

void evolve_air(state& s, const event::screen_added& e, const recorded_event& envelope);
void evolve_air(state& s, const event::screen_shown& e, const recorded_event& envelope);
void evolve_air(state& s, const event::screen_panicked& e, const recorded_event& envelope);
void evolve_air(state& s, const event::screen_previewed& e, const recorded_event& envelope);
void evolve_air(state& s, const event::screens_taken& e, const recorded_event& envelope);
void evolve_air(state& s, const event::screens_released& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_added& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_removed& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_ordered& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_shown& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_hidden& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_played& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_paused& e, const recorded_event& envelope);
void evolve_air(state& s, const event::evidence_sought& e, const recorded_event& envelope);

}  // namespace wenzheng::inquiry
