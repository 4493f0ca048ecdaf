// What a card says, in one language, before it is drawn.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "wire/json_text.hpp"

namespace wenzheng::card {

enum class language { zh, en };

// As in an inquiry's `appearance`; colours as #rrggbb, empty where the theme's hold.
struct look {
    bool blue = false;
    std::string background;
    std::string accent;
};

struct answer_line {
    std::string label;
    std::string colour;  // a token: green, blue, red, yellow, grey
    std::string count;
    std::string percent;  // empty: outside the denominator
    double share = 0;     // of all that were counted, for the length of its bar
};

struct verdict_words {
    std::string name;    // empty: the rule gives none
    std::string margin;  // how near it was
    bool is_short = false;
    std::string note;
    std::string score;
    std::string score_label;
};

struct question_line {
    std::string title;
    std::vector<answer_line> answers;
    verdict_words verdict;
};

struct content {
    card::language language = card::language::zh;
    look looks;
    std::string inquiry;
    std::string department;
    std::string item;
    std::string ballot;
    std::vector<std::string> marks;  // round
    bool rehearsal = false;
    std::string correction;  // why it was corrected; empty where it was not
    std::string electorate;  // where others voted for advice
    std::string unit;        // of what is counted
    std::vector<answer_line> answers;
    std::vector<question_line> questions;  // instead of answers
    verdict_words verdict;
    bool score_first = false;         // the score is the result
    std::vector<std::string> beside;  // electorates' weights, scores left out
    std::vector<std::pair<std::string, std::string>> figures;
    std::string quorum;
    std::vector<std::string> advisory;
    std::string rule;
    std::string date;
};

// What the public may see of the ballot: nothing before its result was revealed and its instant has come. `view` is
// that of role live.
std::optional<content> content_of(const wire::json& view, std::string_view ballot, language in, std::int64_t now_ms);

// The same bytes for the same content, for a cache.
std::string key_of(const content& what);

}  // namespace wenzheng::card
