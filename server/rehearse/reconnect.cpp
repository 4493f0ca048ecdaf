#include "rehearse/reconnect.hpp"

#include <algorithm>

namespace wenzheng::rehearse {
namespace {

constexpr int restart_jitter_ms = 1'000;
constexpr int first_backoff_ms = 500;
constexpr int longest_backoff_ms = 10'000;
constexpr int most_doublings = 5;

}  // namespace

std::optional<std::chrono::milliseconds> reconnect_policy::after(int close_code, std::mt19937_64& random) {
    if (close_code >= 4500) return std::nullopt;
    const auto failure = failures_++;
    if (close_code == close_restart && failure == 0) {
        return std::chrono::milliseconds{std::uniform_int_distribution<>{0, restart_jitter_ms}(random)};
    }
    const auto longest = std::min(first_backoff_ms << std::min(failure, most_doublings), longest_backoff_ms);
    return std::chrono::milliseconds{std::uniform_int_distribution<>{longest / 2, longest}(random)};
}

}  // namespace wenzheng::rehearse
