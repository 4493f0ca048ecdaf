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

struct seen_ballot {
    std::string id;
    std::string state;
    std::string display;
    std::string electorate;
    std::optional<std::int64_t> opens_at;
    std::optional<std::int64_t> closes_at;
    std::vector<std::string> choices;
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
