// Scales and rules of a ballot ↔ JSON: parts of definition_json.
#pragma once

#include <optional>
#include <string>

#include "inquiry/definition.hpp"
#include "wire/object_reader.hpp"

namespace wenzheng::wire {

using first_problem = std::optional<problem>;

std::string element(std::string_view array, std::size_t index);

// A text that must not be blank.
std::string needed_text(object_reader& r, std::string_view name, std::size_t max_characters);

// The field `scale` of a ballot: a preset's name, or a body's own choices.
inquiry::scale read_scale(object_reader& ballot, first_problem& bad);
json write_scale_definition(const inquiry::scale& scale);

// The rule of a ballot whose scale is known; `{"preset": id}` is written out in full.
inquiry::rule read_rule(const json& value, const std::string& where, const inquiry::scale& scale, first_problem& bad);
json write_rule(const inquiry::rule& rule);

}  // namespace wenzheng::wire
