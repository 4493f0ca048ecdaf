// How many connections this node holds, against the descriptors that the process may have open; and who may still come.
#pragma once

#include <atomic>
#include <cstddef>
#include <optional>
#include <utility>

namespace wenzheng::net {

// What a house decides itself; without it the shares of limits.hpp hold.
struct seat_settings {
    std::optional<std::size_t> own_descriptors;  // for files of its own and the store
    std::optional<std::size_t> kept_seats;       // for deputies and consoles
};

// Shared by all workers; any thread. Outlives every seat.
class seats {
public:
    // One connection's, given back when it is destroyed.
    class seat {
    public:
        seat() = default;
        seat(seats& of, std::size_t descriptors) : of_(&of), descriptors_(descriptors) {
            of.taken_.fetch_add(descriptors, std::memory_order_relaxed);
        }
        seat(seat&& other) noexcept
            : of_(std::exchange(other.of_, nullptr)), descriptors_(std::exchange(other.descriptors_, 0)) {}
        seat& operator=(seat&& other) noexcept {
            std::swap(of_, other.of_);
            std::swap(descriptors_, other.descriptors_);
            return *this;
        }
        ~seat() {
            if (of_ != nullptr) of_->taken_.fetch_sub(descriptors_, std::memory_order_relaxed);
        }

    private:
        seats* of_ = nullptr;
        std::size_t descriptors_ = 0;
    };

    // `descriptors`: what the process may have open. A part of them is for its own files and the store.
    explicit seats(std::size_t descriptors, const seat_settings& with = {}) noexcept;

    seat take(std::size_t descriptors) { return seat(*this, descriptors); }

    std::size_t taken() const noexcept { return taken_.load(std::memory_order_relaxed); }
    std::size_t all() const noexcept { return all_; }
    // Nobody else can be let in.
    bool full() const noexcept { return taken() > all_; }
    // Even what is kept for deputies and consoles is nearly used up.
    bool nearly_full() const noexcept { return taken() > nearly_all_; }
    // What is kept for deputies and consoles is being used: no more viewers, and some of those here have to go.
    bool crowded() const noexcept { return taken() > for_viewers_; }
    // By how many descriptors it is being used.
    std::size_t beyond_viewers() const noexcept {
        const auto now = taken();
        return now > for_viewers_ ? now - for_viewers_ : 0;
    }

private:
    std::size_t all_;
    std::size_t nearly_all_;
    std::size_t for_viewers_;
    std::atomic<std::size_t> taken_{0};
};

}  // namespace wenzheng::net
