// How fast somebody may go on: so many at once, then so many a second. Pure: the clock is handed in.
#pragma once

#include <algorithm>
#include <chrono>

#include "inquiry/limits.hpp"
#include "wire/client_messages.hpp"

namespace wenzheng::live {

struct rate {
    std::chrono::nanoseconds interval{0};  // between two, in the long run; zero: no limit
    int at_once = 1;
};

constexpr rate rate_of(int a_second, int at_once) noexcept {
    return {std::chrono::nanoseconds(std::chrono::seconds(1)) / a_second, at_once};
}

constexpr rate no_rate{};

constexpr rate message_rate_of(wire::client_role role) noexcept {
    switch (role) {
        case wire::client_role::deputy:
            return rate_of(limits::deputy_messages_a_second, limits::deputy_messages_at_once);
        case wire::client_role::console:
            return rate_of(limits::console_messages_a_second, limits::console_messages_at_once);
        case wire::client_role::screen:
        case wire::client_role::live: break;
    }
    return rate_of(limits::viewer_messages_a_second, limits::viewer_messages_at_once);
}

// Full when it is made. One instant is all that it keeps.
class token_bucket {
public:
    using instant = std::chrono::steady_clock::time_point;
    using duration = std::chrono::steady_clock::duration;

    // Takes one, also where there is none: how long it is until there is another. Zero: go on at once.
    duration take(const rate& of, instant now) noexcept {
        full_at_ = std::max(full_at_, now) + of.interval;
        return std::max(full_at_ - now - of.interval * (of.at_once - 1), duration::zero());
    }

    // Takes one where there is one.
    bool take_if_any(const rate& of, instant now) noexcept {
        if (full_at_ - now > of.interval * (of.at_once - 1)) return false;
        full_at_ = std::max(full_at_, now) + of.interval;
        return true;
    }

    bool is_full(instant now) const noexcept { return full_at_ <= now; }

private:
    instant full_at_{};
};

}  // namespace wenzheng::live
