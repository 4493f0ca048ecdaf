// What may be asked for. decide.hpp says what comes of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "inquiry/air.hpp"
#include "inquiry/definition.hpp"
#include "inquiry/events.hpp"
#include "inquiry/mark.hpp"

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
// As the wire has them: by choice, or by score in digits. decide() makes marks of them.
using written_counts = std::map<std::string, count>;

struct enter_paper_count {
    ballot_id ballot;
    written_counts counts;
    std::optional<count> issued{};  // none: as many as are present
    count invalid = 0;
};
struct admit_late_votes {
    ballot_id ballot;
};
struct publish_erratum {
    ballot_id ballot;
    std::string reason;
    std::optional<written_counts> counts;  // of the whole ballot
};
// A press on a staff tablet, with the deputy's consent. The vote itself goes the way of all votes; this is its mark in
// the record.
struct vote_for_deputy {
    ballot_id ballot;
    deputy_id deputy;
    press what;
};
struct start_timer {
    timer_kind kind = timer_kind::answer;
    std::int64_t duration_ms = 0;
};
struct extend_timer {
    std::int64_t by_ms = 0;
};
struct pause_timer {};
struct stop_timer {};
struct show {
    screen_id screen;
    inquiry::layout layout = layout::hall;
};
struct panic {
    std::optional<screen_id> screen;  // none: all
};
struct preview {
    screen_id screen;
    inquiry::picture picture;
};
struct take {
    std::optional<screen_id> screen;  // none: all that have a preview
};
struct release {
    std::optional<screen_id> screen;  // none: all
};
struct show_evidence {
    evidence_id evidence;
    bool beside = false;
};
struct hide_evidence {};
struct play_evidence {};
struct pause_evidence {};
struct seek_evidence {
    std::int64_t position_ms = 0;
};
struct order_evidence {
    item_id item;
    std::vector<evidence_id> evidence;
};
struct remove_evidence {
    evidence_id evidence;
};
struct record_commitment {
    item_id item;
    std::string text;
    std::string due;
    std::optional<deputy_id> deputy{};  // who asked; none: the last one who had the floor on the item
};
struct reorder_items {
    std::vector<item_id> items;
};
struct skip_item {
    item_id item;
    bool skipped = true;
};
struct add_item {
    item_definition item;
    std::optional<item_id> after;  // none: at the end
};
struct add_ballot {
    ballot_id ballot;
    item_id item;
    std::string title;
    ballot_id like;
};
struct add_request {
    deputy_id deputy;
    request_kind kind = request_kind::speak;
    std::string text;
};
struct call_request {
    request_id request;
};
struct close_request {
    request_id request;
    std::string answer;
};
struct give_floor {
    deputy_id deputy;
    request_kind kind = request_kind::speak;
};
struct end_speech {};
struct check_in {
    deputy_id deputy;
};
struct check_out {
    deputy_id deputy;
};
struct finish {};

// Not operators' commands on the wire: deputies' own, and administration over HTTP.
struct own_request {
    deputy_id deputy;
    request_kind kind = request_kind::speak;
    std::string text;
};
struct own_withdraw {
    deputy_id deputy;
    request_id request;
};
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
struct add_evidence {
    item_id item;
    std::string name;
    std::string file;
    media kind = media::png;
    std::int64_t bytes = 0;
};

}  // namespace command

using any_command = std::variant<
    command::open_checkin, command::start, command::select_item, command::open_ballot, command::extend_ballot,
    command::close_ballot, command::draft_ballot, command::confirm_count, command::reveal_ballot, command::void_ballot,
    command::enter_paper_count, command::admit_late_votes, command::publish_erratum, command::vote_for_deputy,
    command::start_timer, command::extend_timer, command::pause_timer, command::stop_timer, command::show,
    command::panic, command::preview, command::take, command::release, command::show_evidence, command::hide_evidence,
    command::play_evidence, command::pause_evidence, command::seek_evidence, command::order_evidence,
    command::remove_evidence, command::record_commitment, command::reorder_items, command::skip_item, command::add_item,
    command::add_ballot, command::add_request, command::call_request, command::close_request, command::give_floor,
    command::end_speech, command::check_in, command::check_out, command::finish, command::own_request,
    command::own_withdraw, command::change_definition, command::issue_keys, command::add_screen, command::add_evidence>;

// Whether accounts of `role` may give `what` (PROTOCOL: the tables of persons and commands).
bool may(account_role role, const any_command& what) noexcept;

// Whether an operator who gives `what` has to have seen the other operators' newest events. Not so for a picture that
// is made ready or taken and for a film's transport: a director must never be late because a moderator was quicker.
bool needs_newest(const any_command& what) noexcept;

}  // namespace wenzheng::inquiry
