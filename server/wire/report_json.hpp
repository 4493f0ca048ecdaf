// What is handed in after the evening, and what an administrator is offered before it.
#pragma once

#include "inquiry/state.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::wire {

// Attendance, speaking record, requests and votes on a staff tablet (protocol/README.md, `report`).
json write_report(const inquiry::state& s);

// Every preset scale and rule.
json write_presets();

// Each ballot's rule in words and what is unfair about it.
json write_check(const inquiry::definition& what);

// `[{ballot, code}]`
json write_warnings(const inquiry::definition& what);

}  // namespace wenzheng::wire
