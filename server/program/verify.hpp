// `wenzheng verify`: checks an exported record with no server and no Redis.
#pragma once

#include <iosfwd>
#include <string>

namespace wenzheng::program {

// Reckons every digest, replays every event under the rules and counts every sealed vote again. Prints what it found.
// 0: everything holds; 1: something doesn't; 2: the file can't be read.
int verify(const std::string& path, std::ostream& out);

}  // namespace wenzheng::program
