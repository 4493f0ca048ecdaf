#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <string>

#include "rehearse/oracle.hpp"
#include "rehearse/stage.hpp"
#include "rehearse/statistics.hpp"

namespace wenzheng::rehearse {

// What a rehearsal found.
struct report {
    std::string url;
    std::string inquiry;
    std::uint64_t seed = 0;
    std::size_t deputies = 0;
    std::size_t viewers = 0;
    std::size_t screens = 0;
    double duration_s = 0;
    findings found;
    summary receipt_ms;
    std::map<surface_kind, summary> reveal_ms;
    std::map<std::string, std::int64_t> refusals;
    std::int64_t resends = 0;
    std::int64_t connections = 0;
    std::int64_t disconnections = 0;
    // Why it could not be played to the end.
    problem stopped;
};

void print_text(const report& what, std::ostream& out);
void print_json(const report& what, std::ostream& out);

// 0: nothing was lost or doubled and all surfaces agreed; 1: something was; 2: it could not be played to the end.
int exit_status(const report& what);

}  // namespace wenzheng::rehearse
