// What an event does to the keys that votes are checked against, in the words of functions/*.lua.
#pragma once

#include <string>

#include "inquiry/state.hpp"

namespace wenzheng::record {

// `before` is the state that the event will be applied to. Empty where the event does nothing to those keys.
std::string operation_of(const inquiry::any_event& what, const inquiry::state& before);

}  // namespace wenzheng::record
