// Events of the record ↔ JSON. The bytes are canonical: they are chained (record/chain.hpp) and exported.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "inquiry/events.hpp"
#include "wire/json_text.hpp"
#include "wire/problem.hpp"

namespace wenzheng::wire {

// What the node writes of an event; the store adds the instant and, at a close, the seal.
struct event_text {
    std::string previous;  // digest of the record before it; empty behind the first of one append
    std::string command;   // id of the command that it came from; empty for none
    std::string content;   // digest of that command's content, to tell a repeated id from a reused one
};

std::string write_event(const inquiry::any_event& what, const inquiry::actor& by, const event_text& about);

struct read_event_text {
    inquiry::any_event what;
    inquiry::actor by;
    event_text about;
};

// Reads what write_event wrote and the store completed. `seal` is empty where the store added none.
// Any problem means that the record is damaged or from a newer version.
result<read_event_text> read_event(std::string_view event, std::string_view seal);

}  // namespace wenzheng::wire
