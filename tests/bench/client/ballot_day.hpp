// The votes of one measurement.
#pragma once

#include <string>
#include <vector>

#include "client/crowd.hpp"

namespace wenzheng::bench {

struct crowd::ballot_day {
    std::string ballot;
    std::vector<std::string> choices;
    std::int64_t again_until_ns = 0;  // who is answered before this votes again
    std::uint64_t confirmed = 0;
    std::uint64_t refused = 0;
    std::size_t in_flight = 0;
    std::int64_t last_ns = 0;
    std::string first_refusal;
    std::vector<double> waits_ms;
};

}  // namespace wenzheng::bench
