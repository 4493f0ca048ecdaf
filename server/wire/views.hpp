// What each role may see of a state. Whatever a role may not see never gets into its text.
#pragma once

#include <string>
#include <string_view>

#include "inquiry/state.hpp"
#include "wire/client_messages.hpp"

namespace wenzheng::wire {

struct view_stamp {
    std::string_view epoch;
    inquiry::instant_ms server_time = 0;
};

// The whole `view` message of a role, canonical bytes. Counts only of ballots that were revealed.
std::string write_view(const inquiry::state& s, client_role role, const view_stamp& stamp);

// An operator's GET: definition, state as consoles see it, and the counts of void ballots.
std::string write_inquiry_for_operator(const inquiry::state& s, const view_stamp& stamp);

// Rows of the operator's list.
json write_summary(const inquiry::state& s);

}  // namespace wenzheng::wire
