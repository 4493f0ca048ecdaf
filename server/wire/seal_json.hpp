// What functions/*.lua counted and kept of votes, as it writes it beside an event.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "inquiry/events.hpp"

namespace wenzheng::wire {

// "mark attempt receipt at [account [late]]", where - stands for no account. Throws where that is not what it is.
inquiry::sealed_vote read_vote_line(const inquiry::deputy_id& deputy, std::string_view line);

// {"counts":{mark:n},"votes":{deputy:line}}. Throws where that is not what it is.
inquiry::seal read_seal(std::string_view text);

// {"late":{deputy:line}}, or nothing at all. Throws where it is something else.
std::vector<inquiry::sealed_vote> read_late_votes(std::string_view text);

// By choice or score or questionnaire as they are written in the record.
inquiry::mark_counts sum_of(const std::vector<inquiry::sealed_vote>& votes);

}  // namespace wenzheng::wire
