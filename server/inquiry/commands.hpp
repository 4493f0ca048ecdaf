// What may be asked for. decide.hpp says what comes of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "inquiry/definition.hpp"
#include "inquiry/events.hpp"

namespace wenzheng::inquiry {

enum class account_role { admin, moderator, director, scrutineer };

namespace command {

struct open_checkin {};
struct start {};
struct select_item {
    item_id item;
};
struct open_ballot {
    ballot_id ballot;
    std::optional<std::int64_t> duration_ms;
};
struct extend_ballot {
    ballot_id ballot;
    std::int64_t by_ms = 0;
};
struct close_ballot {
    ballot_id ballot;
};
struct draft_ballot {
    ballot_id ballot;
    ballot_id follows;
};
struct confirm_count {
    ballot_id ballot;
};
struct reveal_ballot {
    ballot_id ballot;
};
struct void_ballot {
    ballot_id ballot;
    std::string reason;
};
struct enter_paper_count {
    ballot_id ballot;
    choice_counts counts;
};
struct start_timer {
    timer_kind kind = timer_kind::answer;
    std::int64_t duration_ms = 0;
};
struct pause_timer {};
struct stop_timer {};
struct show {
    screen_id screen;
    inquiry::layout layout = layout::hall;
};
struct panic {
    screen_id screen;
};
struct record_commitment {
    item_id item;
    std::string text;
    std::string due;
};
struct check_in {
    deputy_id deputy;
};
struct check_out {
    deputy_id deputy;
};
struct finish {};

// Not operators' commands on the wire: administration over HTTP and the clock.
struct change_definition {
    definition what;
};
struct issue_keys {
    std::map<deputy_id, std::string> key_hashes;
};
struct add_screen {
    screen_id screen;
    std::string name;
    inquiry::layout layout = layout::hall;
    std::string key_hash;
};

}  // namespace command

using any_command =
    std::variant<command::open_checkin, command::start, command::select_item, command::open_ballot,
                 command::extend_ballot, command::close_ballot, command::draft_ballot, command::confirm_count,
                 command::reveal_ballot, command::void_ballot, command::enter_paper_count, command::start_timer,
                 command::pause_timer, command::stop_timer, command::show, command::panic, command::record_commitment,
                 command::check_in, command::check_out, command::finish, command::change_definition,
                 command::issue_keys, command::add_screen>;

// Whether accounts of `role` may give `what` (PROTOCOL: the tables of persons and commands).
bool may(account_role role, const any_command& what) noexcept;

}  // namespace wenzheng::inquiry
