// Whether an event may follow those before it: what `verify` and `restore` both ask.
#pragma once

#include <string>

#include "live/ledger.hpp"

namespace wenzheng::program {

// Folds the event in. Empty, or what is wrong with it: its rule, its count, its chain, or itself.
std::string check_event(const record::stored_event& e, live::ledger& ledger);

}  // namespace wenzheng::program
