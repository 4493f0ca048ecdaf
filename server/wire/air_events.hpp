// Events of screens and evidence ↔ JSON: parts of event_json.
#pragma once

#include <optional>
#include <string>

#include "inquiry/events.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::wire {

// Type and fields, without the envelope.
void write_air_event(json& out, const inquiry::event::screen_added& e);
void write_air_event(json& out, const inquiry::event::screen_shown& e);
void write_air_event(json& out, const inquiry::event::screen_panicked& e);
void write_air_event(json& out, const inquiry::event::screen_previewed& e);
void write_air_event(json& out, const inquiry::event::screens_taken& e);
void write_air_event(json& out, const inquiry::event::screens_released& e);
void write_air_event(json& out, const inquiry::event::evidence_added& e);
void write_air_event(json& out, const inquiry::event::evidence_removed& e);
void write_air_event(json& out, const inquiry::event::evidence_ordered& e);
void write_air_event(json& out, const inquiry::event::evidence_shown& e);
void write_air_event(json& out, const inquiry::event::evidence_hidden& e);
void write_air_event(json& out, const inquiry::event::evidence_played& e);
void write_air_event(json& out, const inquiry::event::evidence_paused& e);
void write_air_event(json& out, const inquiry::event::evidence_sought& e);

// None where `type` is no such event's; throws on anything unexpected in its fields.
std::optional<inquiry::any_event> parse_air_event(const std::string& type, const json& in);

}  // namespace wenzheng::wire
