// Pictures of screens, evidence, appearance ↔ JSON.
#pragma once

#include <optional>

#include "inquiry/state.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::wire {

// The field `picture` of a command.
inquiry::picture read_picture(object_reader& r);
json write_picture(const inquiry::picture& what);

// The field `appearance` of a definition; none where it is absent. Colours that can't be read are bad_field.
std::optional<inquiry::appearance> read_appearance(object_reader& r);
json write_appearance(const inquiry::appearance& what);

// An address to scan: http or https; empty where the field is absent.
std::string read_public_url(object_reader& r);

// What a view says of them (protocol/README.md, On air).
json write_screens(const inquiry::state& s);
json write_ranking(const inquiry::state& s);
json write_evidence(const inquiry::state& s);
json write_showing(const inquiry::showing_state& showing);

}  // namespace wenzheng::wire
