// What all outboxes of one worker share: their limits, and what they count.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "inquiry/limits.hpp"

namespace wenzheng::live {

struct outbox_limits {
    std::size_t queued_frames_max = wenzheng::limits::frames_waiting;
    std::size_t queued_bytes_max = wenzheng::limits::frames_waiting_bytes;
    // For a whole frame, however many bytes of it got through.
    std::chrono::milliseconds write_timeout{wenzheng::limits::write_timeout};
    std::chrono::milliseconds close_timeout{wenzheng::limits::close_timeout};
};

struct outbox_counters {
    std::uint64_t frames_sent = 0;  // pushed frames handed whole to the kernel
    std::uint64_t frames_replaced = 0;
    std::uint64_t bytes_sent = 0;  // Beast's bytes too
    std::uint64_t too_slow = 0;
};

// One a worker; it outlives its outboxes.
struct outbox_group {
    outbox_limits limits;
    outbox_counters counters;
};

}  // namespace wenzheng::live
