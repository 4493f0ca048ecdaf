// The definition of an inquiry ↔ JSON.
#pragma once

#include "inquiry/definition.hpp"
#include "wire/json_text.hpp"
#include "wire/object_reader.hpp"
#include "wire/problem.hpp"

namespace wenzheng::wire {

// Reads and checks a whole definition: forms, limits, that ids are unique and that what is named exists.
// Problems: missing_field, unknown_field, bad_field, unsupported_secrecy; the message names the place.
result<inquiry::definition> read_definition(const json& value);

// An item's fields; its id stands under `id_name`.
inquiry::item_definition read_item_fields(object_reader& r, std::string_view id_name = "id");

json write_definition(const inquiry::definition& what);
json write_item(const inquiry::item_definition& item);
json write_ballot_definition(const inquiry::ballot_definition& ballot);

}  // namespace wenzheng::wire
