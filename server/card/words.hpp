// The card's own words in two languages, the same that the pages use for the same things.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "card/content.hpp"
#include "wire/json_text.hpp"

namespace wenzheng::card {

struct words {
    std::string_view entitled, present, cast, valid, not_voted;
    std::string_view result, verdict, no_verdict, score, votes, people, points, rehearsal, corrected, corrected_why;
    std::string_view rule, advisory, weights, colon;
};

const words& words_of(language in) noexcept;

std::string round_words(language in, std::int64_t n);
std::string dropped_words(language in, std::int64_t n);
std::string quorum_words(language in, std::int64_t needed, std::int64_t present);
// 2026年11月23日 19:42, on the server's clock.
std::string date_words(language in, std::int64_t instant_ms);

// How near a verdict was, `brief` without what it was short of; empty where there is neither a verdict nor anything
// that was missed.
std::string margin_words(language in, const wire::json& verdict, bool brief = false);

// Well-known answers and electorates by name; others, and those that a body has renamed, as the inquiry calls them.
std::string choice_label(language in, const std::string& id, const std::string& label);
std::string electorate_label(language in, const std::string& id);
// A body's own name for the score, or the usual word.
std::string score_label(language in, const std::string& label);

}  // namespace wenzheng::card
