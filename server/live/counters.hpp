// What one worker counts; written by its thread, read by any (metrics).
#pragma once

#include <atomic>
#include <cstdint>

namespace wenzheng::live {

struct counters {
    std::atomic<std::uint64_t> votes_confirmed{0};
    std::atomic<std::uint64_t> votes_refused{0};
    std::atomic<std::uint64_t> votes_unavailable{0};
    std::atomic<std::uint64_t> casts{0};
    std::atomic<std::uint64_t> events_appended{0};
    std::atomic<std::uint64_t> events_followed{0};
    std::atomic<std::uint64_t> commands_refused{0};
    std::atomic<std::uint64_t> frames_encoded{0};
    std::atomic<std::uint64_t> frames_sent{0};
    std::atomic<std::uint64_t> bytes_sent{0};
    std::atomic<std::int64_t> clients{0};
    std::atomic<std::uint64_t> requests{0};
};

inline void add(std::atomic<std::uint64_t>& counter, std::uint64_t n = 1) noexcept {
    counter.fetch_add(n, std::memory_order_relaxed);
}

}  // namespace wenzheng::live
