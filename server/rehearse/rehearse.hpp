#pragma once

#include <iosfwd>

#include "rehearse/options.hpp"

namespace wenzheng::rehearse {

// Plays a rehearsal against a running server and prints its report to `out`, progress to `progress`. Blocks; needs
// SIGINT and SIGTERM for itself, which end it with a report. The result is the program's exit status:
// 0 when nothing was lost or doubled and all surfaces agreed, 1 when not, 2 when it could not be played to the end.
int run(const options& chosen, std::ostream& out, std::ostream& progress);

}  // namespace wenzheng::rehearse
