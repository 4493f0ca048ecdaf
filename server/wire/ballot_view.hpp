// A ballot as views show it.
#pragma once

#include "inquiry/state.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::wire {

enum class ballot_reader { anyone, console, operator_over_http };

// Counts only once revealed; to an operator over HTTP those of a void ballot as well.
json write_ballot(const inquiry::state& s, const inquiry::ballot_state& ballot, ballot_reader reader);

}  // namespace wenzheng::wire
