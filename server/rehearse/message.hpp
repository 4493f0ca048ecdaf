#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rehearse/oracle.hpp"

namespace wenzheng::rehearse {

// What simulated clients read from the server. Reading is lenient, as the contract asks of clients: unknown fields are
// skipped, and a field of the wrong type counts as absent.

std::string text_of(const nlohmann::json& object, const char* field);
std::optional<std::int64_t> number_of(const nlohmann::json& object, const char* field);
// An empty array or object where the field is absent or something else.
const nlohmann::json& array_of(const nlohmann::json& object, const char* field);
const nlohmann::json& object_of(const nlohmann::json& object, const char* field);
// What a vote, a receipt or one's own part says was pressed: a choice, else a score or all answers of a questionnaire
// as text.
std::string press_of(const nlohmann::json& object);

struct score_range {
    std::int64_t least = 0;
    std::int64_t most = 0;
};

struct seen_ballot {
    std::string id;
    std::string state;
    std::string display;
    std::vector<std::string> electorates;  // the binding one first
    std::optional<std::int64_t> opens_at;
    std::optional<std::int64_t> closes_at;
    std::vector<std::string> choices;    // with scores: the bands
    std::optional<score_range> scores;   // where a score is pressed
    std::vector<std::string> questions;  // of a questionnaire: each is answered by a choice
    std::optional<shown_result> result;
};

struct roll_entry {
    std::string id;
    std::vector<std::string> electorates;
};

struct seen_view {
    std::int64_t rev = 0;
    std::string state;
    std::vector<seen_ballot> ballots;
    // On a console only.
    std::vector<roll_entry> roll;

    // May be null.
    const seen_ballot* find(std::string_view ballot) const;
};

struct message {
    std::string type;
    nlohmann::json body;
    // Of a `view`.
    std::optional<seen_view> view;
};

// Null when the text is not an object with a type.
std::shared_ptr<const message> read_message(std::string_view text);
seen_view read_view(const nlohmann::json& body);

// Thousands of clients in one process are sent the very same bytes; each distinct frame is parsed once.
// One thread.
class message_cache {
public:
    std::shared_ptr<const message> read(std::string_view text);

private:
    struct entry {
        std::string text;
        std::shared_ptr<const message> parsed;
    };
    std::unordered_map<std::size_t, entry> entries_;
};

}  // namespace wenzheng::rehearse
