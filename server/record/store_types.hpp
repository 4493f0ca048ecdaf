// What goes into the durable record and what comes back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "inquiry/events.hpp"

namespace wenzheng::record {

// An event on its way into the record.
struct event_to_append {
    std::string event;      // canonical JSON (wire/event_json.hpp)
    std::string operation;  // what it does to the keys that votes are checked against; empty for nothing
    std::string command;    // id of its command, on the last event of that command; empty for none
    std::string content;    // digest of that command's content
};

struct append_answer {
    enum class outcome { appended, stale, repeated, early, ended } what = outcome::appended;
    std::uint64_t rev = 0;        // appended: of the last event; stale: the newest; repeated: of the first answer
    inquiry::instant_ms now = 0;  // appended, early: the store's clock
    std::string content;          // repeated: of the first command
};

struct vote_to_cast {
    inquiry::deputy_id deputy;
    std::string nonce;
    inquiry::ballot_id ballot;
    inquiry::mark mark;  // "!" burns the nonce of a message that could not be read
    std::uint32_t attempt = 0;
    std::string receipt;
    std::string
        staff;  // account that presses on a staff tablet: the store gives the attempt; empty: the deputy himself
};

struct cast_answer {
    enum class outcome { confirmed, refused, nonce_reused, too_many } what = outcome::refused;
    std::string code;     // refused: the wire's code
    std::string receipt;  // confirmed: the first one given for this nonce
    inquiry::instant_ms at = 0;
    bool late = false;  // confirmed, but after the close: counted only once late votes are admitted
};

struct progress_answer {
    inquiry::count cast = 0;
    std::vector<inquiry::deputy_id> voters;
    inquiry::mark_counts counts;
    inquiry::count late = 0;  // votes that came within the grace and wait
};

// What is kept of a deputy's votes in one ballot.
struct own_vote {
    std::optional<inquiry::sealed_vote> counted;
    std::optional<inquiry::sealed_vote> late;  // that nobody has admitted
};

struct command_done {
    std::uint64_t rev = 0;
    std::string content;
};

struct stored_event {
    std::uint64_t rev = 0;
    inquiry::instant_ms at = 0;
    std::string event;
    std::string seal;
};

// The newest event that a room has followed: what the store must still hold after a break.
struct known_record {
    inquiry::inquiry_id id;
    std::uint64_t rev = 0;
    std::string entry;  // entry_digest of that event
};

}  // namespace wenzheng::record
