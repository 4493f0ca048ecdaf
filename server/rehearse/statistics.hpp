#pragma once

#include <cstddef>
#include <vector>

namespace wenzheng::rehearse {

// Nearest rank: the smallest value that at least `share` (0 to 1) of all values don't exceed; 0 of none.
// `sorted` is in ascending order.
double percentile(const std::vector<double>& sorted, double share);

struct summary {
    std::size_t count = 0;
    double p50 = 0;
    double p99 = 0;
    double max = 0;
};

summary summarise(std::vector<double> values);

}  // namespace wenzheng::rehearse
