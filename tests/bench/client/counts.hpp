// What one group of connections has seen since it was armed: how many messages, and of each update when it came to
// whom.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace wenzheng::bench {

// The monotonic clock, in ns.
std::int64_t now_ns() noexcept;

// `"rev":N`, which stands near the end of a view of wenzheng and near the beginning of the others' messages.
std::optional<std::uint64_t> rev_in(std::string_view message) noexcept;

// Nearest rank of unsorted values, in their own unit; 0 of none.
double percentile_of(std::vector<double>& values, double share);

class update_counts {
public:
    void arm() { *this = {}; }
    void message(std::size_t bytes) noexcept {
        ++messages_;
        bytes_ += bytes;
    }
    void update(std::uint64_t rev, std::int64_t at_ns);
    nlohmann::json report(std::uint64_t most_bytes) const;

private:
    struct arrivals {
        std::int64_t first_ns = 0;
        std::int64_t last_ns = 0;
        std::vector<std::uint32_t> after_us;  // of each arrival, after the first one
    };
    std::uint64_t messages_ = 0;
    std::uint64_t bytes_ = 0;
    std::map<std::uint64_t, arrivals> revs_;
    std::uint64_t newest_rev_ = 0;
    arrivals* newest_ = nullptr;  // that of newest_rev_: nearly every message is one of these
};

}  // namespace wenzheng::bench
