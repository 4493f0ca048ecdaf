// Messages from the server but the views: small texts, each a whole JSON object.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inquiry/state.hpp"
#include "wire/client_messages.hpp"
#include "wire/problem.hpp"

namespace wenzheng::wire {

// Whether a vote came before the close, or within the grace after it and then waits for the moderator's word.
enum class lateness { in_time, waiting, admitted };

// A deputy's vote that is in the store.
struct confirmed_vote {
    inquiry::ballot_id ballot;
    inquiry::mark mark;
    std::uint32_t attempt = 1;
    std::string receipt;
    inquiry::instant_ms at = 0;
    std::string staff;  // account that pressed on a staff tablet; empty: the deputy himself
    lateness late = lateness::in_time;
};

struct electorate_progress {
    inquiry::electorate_id electorate;
    inquiry::count cast = 0;
    inquiry::count eligible = 0;
};

struct progress {
    inquiry::ballot_id ballot;
    inquiry::count cast = 0;
    inquiry::count eligible = 0;
    std::vector<electorate_progress> advisory;
    std::optional<inquiry::choice_counts> counts;              // display: immediate only
    std::optional<std::vector<inquiry::deputy_id>> not_voted;  // consoles only
    std::optional<inquiry::count> late;                        // consoles only: that wait to be admitted
};

struct screen_presence {
    inquiry::screen_id id;
    std::uint64_t painted = 0;
};

struct presence {
    std::vector<inquiry::deputy_id> deputies;
    std::vector<screen_presence> screens;
    std::size_t viewers = 0;
    std::string store;                 // ready, away or not_durable
    std::vector<std::string> reasons;  // words of readyz; empty where it is ready
};

// `you` is the JSON object of protocol/README.md, or null for a viewer.
std::string write_welcome(client_role role, std::string_view epoch, inquiry::instant_ms now, const json& you);
// `deputy` is one of `s`.
std::string write_you(const inquiry::state& s, const inquiry::deputy_state& deputy,
                      const std::map<inquiry::ballot_id, confirmed_vote>& votes);
std::string write_progress(const progress& p, inquiry::instant_ms now);
std::string write_count(const inquiry::ballot_id& ballot, const inquiry::ballot_result& result);
std::string write_presence(const presence& p, inquiry::instant_ms now);
std::string write_receipt(const std::string& nonce, const confirmed_vote& vote);
std::string write_done(const std::string& id, std::uint64_t rev);
std::string write_refused_vote(const std::string& nonce, const problem& why);
std::string write_refused_command(const std::string& id, const problem& why);
std::string write_refused(const bad_client_message& why);
std::string write_pong(std::int64_t t, inquiry::instant_ms now);
std::string write_error(const problem& why);

std::string_view name_of(client_role role) noexcept;
std::optional<client_role> role_named(std::string_view name) noexcept;

}  // namespace wenzheng::wire
