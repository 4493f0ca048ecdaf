// One function a command, in decide_*.cpp by topic; decide.cpp picks.
#pragma once

#include <optional>

#include "inquiry/decide.hpp"

namespace wenzheng::inquiry {

decision just(any_event e);
bool valid_duration(std::int64_t ms) noexcept;
std::optional<refusal> not_running(const state& s);

// The ballot, if it is in that phase.
result<const ballot_state*> ballot_in(const state& s, const ballot_id& id, ballot_phase wanted, refusal_code otherwise);

result<decision> decide_one(const state& s, const command::open_checkin& c, const actor& by);
result<decision> decide_one(const state& s, const command::start& c, const actor& by);
result<decision> decide_one(const state& s, const command::finish& c, const actor& by);
result<decision> decide_one(const state& s, const command::start_timer& c, const actor& by);
result<decision> decide_one(const state& s, const command::extend_timer& c, const actor& by);
result<decision> decide_one(const state& s, const command::pause_timer& c, const actor& by);
result<decision> decide_one(const state& s, const command::stop_timer& c, const actor& by);
result<decision> decide_one(const state& s, const command::show& c, const actor& by);
result<decision> decide_one(const state& s, const command::panic& c, const actor& by);
result<decision> decide_one(const state& s, const command::add_screen& c, const actor& by);
result<decision> decide_one(const state& s, const command::preview& c, const actor& by);
result<decision> decide_one(const state& s, const command::take& c, const actor& by);
result<decision> decide_one(const state& s, const command::release& c, const actor& by);
result<decision> decide_one(const state& s, const command::add_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::remove_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::order_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::show_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::hide_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::play_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::pause_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::seek_evidence& c, const actor& by);
result<decision> decide_one(const state& s, const command::change_definition& c, const actor& by);
result<decision> decide_one(const state& s, const command::issue_keys& c, const actor& by);
result<decision> decide_one(const state& s, const command::open_ballot& c, const actor& by);
result<decision> decide_one(const state& s, const command::extend_ballot& c, const actor& by);
result<decision> decide_one(const state& s, const command::close_ballot& c, const actor& by);
result<decision> decide_one(const state& s, const command::draft_ballot& c, const actor& by);
result<decision> decide_one(const state& s, const command::add_ballot& c, const actor& by);
result<decision> decide_one(const state& s, const command::vote_for_deputy& c, const actor& by);
result<decision> decide_one(const state& s, const command::confirm_count& c, const actor& by);
result<decision> decide_one(const state& s, const command::enter_paper_count& c, const actor& by);
result<decision> decide_one(const state& s, const command::reveal_ballot& c, const actor& by);
result<decision> decide_one(const state& s, const command::admit_late_votes& c, const actor& by);
result<decision> decide_one(const state& s, const command::publish_erratum& c, const actor& by);
result<decision> decide_one(const state& s, const command::void_ballot& c, const actor& by);
result<decision> decide_one(const state& s, const command::select_item& c, const actor& by);
result<decision> decide_one(const state& s, const command::reorder_items& c, const actor& by);
result<decision> decide_one(const state& s, const command::skip_item& c, const actor& by);
result<decision> decide_one(const state& s, const command::add_item& c, const actor& by);
result<decision> decide_one(const state& s, const command::record_commitment& c, const actor& by);
result<decision> decide_one(const state& s, const command::check_in& c, const actor& by);
result<decision> decide_one(const state& s, const command::check_out& c, const actor& by);
result<decision> decide_one(const state& s, const command::own_request& c, const actor& by);
result<decision> decide_one(const state& s, const command::add_request& c, const actor& by);
result<decision> decide_one(const state& s, const command::own_withdraw& c, const actor& by);
result<decision> decide_one(const state& s, const command::call_request& c, const actor& by);
result<decision> decide_one(const state& s, const command::close_request& c, const actor& by);
result<decision> decide_one(const state& s, const command::give_floor& c, const actor& by);
result<decision> decide_one(const state& s, const command::end_speech& c, const actor& by);

}  // namespace wenzheng::inquiry
