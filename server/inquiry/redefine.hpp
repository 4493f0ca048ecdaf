// Changing what was prepared: what has been opened can't change any more (PROTOCOL: PUT of an inquiry).
#pragma once

#include <optional>

#include "inquiry/definition.hpp"
#include "inquiry/refusal.hpp"
#include "inquiry/state.hpp"

namespace wenzheng::inquiry {

// Why `next` may not replace the definition of `s`, or nothing where it may.
std::optional<refusal> why_frozen(const state& s, const definition& next);

}  // namespace wenzheng::inquiry
