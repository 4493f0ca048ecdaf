// The wire's words for the enumerations, in the order of the enumerators.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "inquiry/state.hpp"

namespace wenzheng::wire::enum_words {

inline constexpr std::array<std::string_view, 2> scale_kind{"choices", "score"};
inline constexpr std::array<std::string_view, 4> tone{"good", "neutral", "bad", "none"};
inline constexpr std::array<std::string_view, 5> colour{"green", "blue", "red", "yellow", "grey"};
inline constexpr std::array<std::string_view, 4> comparison{"at_least", "more_than", "at_most", "less_than"};
inline constexpr std::array<std::string_view, 3> tie{"misses", "holds", "named"};
inline constexpr std::array<std::string_view, 2> margin_unit{"votes", "hundredths"};
inline constexpr std::array<std::string_view, 5> warning{"padded_scale", "weighted_called_rate",
                                                         "bad_choice_has_weight", "no_otherwise", "nothing_measured"};
inline constexpr std::array<std::string_view, 3> request_kind{"speak", "follow_up", "phone_failed"};
inline constexpr std::array<std::string_view, 4> request_phase{"waiting", "called", "done", "withdrawn"};
inline constexpr std::array<std::string_view, 4> paper_phase{"none", "waiting", "differs", "agreed"};
inline constexpr std::array<std::string_view, 2> press{"first", "last"};
inline constexpr std::array<std::string_view, 2> display{"delayed", "immediate"};
inline constexpr std::array<std::string_view, 4> denominator{"entitled", "present", "cast", "valid"};
inline constexpr std::array<std::string_view, 7> layout{"hall", "rostrum", "caption", "result",
                                                        "card", "ranking", "qr"};
inline constexpr std::array<std::string_view, 4> pinned_scene{"title", "question", "result", "evidence"};
inline constexpr std::array<std::string_view, 3> card_kind{"title", "tallying", "wait"};
inline constexpr std::array<std::string_view, 5> media{"image/png", "image/jpeg", "image/webp", "video/mp4",
                                                       "video/webm"};
inline constexpr std::array<std::string_view, 2> theme{"red", "blue"};
inline constexpr std::array<std::string_view, 2> ranking_figure{"score", "percent"};
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
