// The wire's words for the enumerations, in the order of the enumerators.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "inquiry/state.hpp"

namespace wenzheng::wire::enum_words {

inline constexpr std::array<std::string_view, 2> scale{"satisfaction3", "satisfaction4_abstain"};
inline constexpr std::array<std::string_view, 2> press{"first", "last"};
inline constexpr std::array<std::string_view, 2> display{"delayed", "immediate"};
inline constexpr std::array<std::string_view, 4> denominator{"entitled", "present", "cast", "valid"};
inline constexpr std::array<std::string_view, 5> layout{"hall", "rostrum", "caption", "result", "card"};
inline constexpr std::array<std::string_view, 3> timer{"question", "answer", "follow_up"};
inline constexpr std::array<std::string_view, 2> cause{"moderator", "clock"};
inline constexpr std::array<std::string_view, 4> phase{"draft", "checkin", "running", "finished"};
inline constexpr std::array<std::string_view, 6> ballot_phase{"draft",     "open",     "closed",
                                                              "confirmed", "revealed", "void"};
inline constexpr std::array<std::string_view, 4> role{"admin", "moderator", "director", "scrutineer"};
inline constexpr std::array<std::string_view, 3> actor{"account", "deputy", "clock"};

template <class enumeration, std::size_t n>
std::string text(const std::array<std::string_view, n>& words, enumeration value) {
    return std::string(words[static_cast<std::size_t>(value)]);
}

}  // namespace wenzheng::wire::enum_words
