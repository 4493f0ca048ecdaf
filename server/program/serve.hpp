// `wenzheng serve`: from a configuration to a running server, and to its orderly end.
#pragma once

#include "program/config.hpp"

namespace wenzheng::program {

// Blocks until SIGTERM or SIGINT. The program's exit status.
int serve(const config& with);

}  // namespace wenzheng::program
