// What one client is to be sent at once: of each kind the newest message.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "live/frame.hpp"

namespace wenzheng::live {

// Messages of which only the newest matters: a newer one takes the place of one that still waits.
enum class slot : std::uint8_t { view, you, progress, count, presence, clock };
constexpr std::size_t slot_count = 6;

// In the order in which the kinds first came.
class parcel {
public:
    void put(const frame& message, slot kind) noexcept {
        for (std::size_t i = 0; i < size_; ++i) {
            if (kinds_[i] != kind) continue;
            frames_[i] = message;
            return;
        }
        frames_[size_] = message;
        kinds_[size_++] = kind;
    }

    bool empty() const noexcept { return size_ == 0; }
    std::size_t size() const noexcept { return size_; }

    template <typename Visit>
    void each(Visit visit) const {
        for (std::size_t i = 0; i < size_; ++i) visit(frames_[i], kinds_[i]);
    }

    // All of it as one row of bytes, for one call of the kernel.
    frame joined() const {
        if (size_ == 1) return frames_[0];
        std::string bytes;
        each([&](const frame& message, slot) { bytes += *message; });
        return std::make_shared<const std::string>(std::move(bytes));
    }

private:
    std::array<frame, slot_count> frames_;
    std::array<slot, slot_count> kinds_{};
    std::uint8_t size_ = 0;
};

}  // namespace wenzheng::live
