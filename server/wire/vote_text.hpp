// The texts of a press and its answers as nearly all of them are, read and written without a tree of values in between:
// in a burst these are most of what a server does. Whatever is unusual in any way is left to the general code, which
// gives the same bytes and the same meaning (tests/unit/wire/vote_text_test.cpp holds both against each other).
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "wire/client_messages.hpp"
#include "wire/server_messages.hpp"

namespace wenzheng::wire::vote_text {

// A vote with one choice whose every field is right; else nothing, and nothing is said about why.
std::optional<vote_message> read_vote(std::string_view text);

// Of a vote in time with one choice.
std::optional<std::string> write_receipt(std::string_view nonce, const confirmed_vote& vote);

// Of a deputy without requests, whose votes are as above.
std::optional<std::string> write_you(bool checked_in, const std::map<inquiry::ballot_id, confirmed_vote>& votes);

}  // namespace wenzheng::wire::vote_text
