#include "rehearse/statistics.hpp"

#include <algorithm>
#include <cmath>

namespace wenzheng::rehearse {

double percentile(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    // The small slack keeps 0.99 * 100 from becoming rank 100 through rounding.
    const auto rank = std::ceil(share * static_cast<double>(sorted.size()) - 1e-9);
    const auto index = static_cast<std::size_t>(std::max(rank, 1.0)) - 1;
    return sorted[std::min(index, sorted.size() - 1)];
}

summary summarise(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return {values.size(), percentile(values, 0.5), percentile(values, 0.99), values.empty() ? 0 : values.back()};
}

}  // namespace wenzheng::rehearse
