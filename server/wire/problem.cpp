#include "wire/problem.hpp"

namespace wenzheng::wire {

std::string_view name_of(inquiry::refusal_code code) noexcept {
    using enum inquiry::refusal_code;
    switch (code) {
        case bad_message: return "bad_message";
        case stale_revision: return "stale_revision";
        case id_reused: return "id_reused";
        case not_allowed: return "not_allowed";
        case inquiry_not_running: return "inquiry_not_running";
        case inquiry_finished: return "inquiry_finished";
        case already_started: return "already_started";
        case checkin_not_open: return "checkin_not_open";
        case no_such_item: return "no_such_item";
        case no_such_ballot: return "no_such_ballot";
        case no_such_deputy: return "no_such_deputy";
        case no_such_screen: return "no_such_screen";
        case ballot_already_open: return "ballot_already_open";
        case ballot_open: return "ballot_open";
        case ballot_not_open: return "ballot_not_open";
        case ballot_not_draft: return "ballot_not_draft";
        case ballot_not_closed: return "ballot_not_closed";
        case ballot_not_confirmed: return "ballot_not_confirmed";
        case ballot_not_ended: return "ballot_not_ended";
        case ballot_exists: return "ballot_exists";
        case nothing_to_confirm: return "nothing_to_confirm";
        case already_confirmed: return "already_confirmed";
        case nothing_to_void: return "nothing_to_void";
        case no_deadline: return "no_deadline";
        case quorum_not_met: return "quorum_not_met";
        case store_not_durable: return "store_not_durable";
        case timer_not_running: return "timer_not_running";
        case bad_duration: return "bad_duration";
        case bad_date: return "bad_date";
        case bad_text: return "bad_text";
        case limit_reached: return "limit_reached";
        case unsupported: return "unsupported";
        case unavailable: return "unavailable";
        case frozen: return "frozen";
        case already_requested: return "already_requested";
        case no_such_request: return "no_such_request";
        case no_speaker: return "no_speaker";
        case bad_order: return "bad_order";
        case item_exists: return "item_exists";
        case item_in_use: return "item_in_use";
        case paper_count_open: return "paper_count_open";
        case ballot_not_revealed: return "ballot_not_revealed";
        case bad_count: return "bad_count";
        case no_late_votes: return "no_late_votes";
        case no_such_evidence: return "no_such_evidence";
        case evidence_on_air: return "evidence_on_air";
        case nothing_showing: return "nothing_showing";
        case not_a_video: return "not_a_video";
        case bad_picture: return "bad_picture";
        case nothing_to_take: return "nothing_to_take";
        case nonce_reused: return "nonce_reused";
        case not_checked_in: return "not_checked_in";
        case not_entitled: return "not_entitled";
        case no_such_choice: return "no_such_choice";
        case attempt_superseded: return "attempt_superseded";
        case already_voted: return "already_voted";
        case too_many_votes: return "too_many_votes";
    }
    return "unavailable";
}

inquiry::refusal_code code_named(std::string_view name) noexcept {
    for (auto i = 0; i <= static_cast<int>(inquiry::refusal_code::too_many_votes); ++i)
        if (const auto code = static_cast<inquiry::refusal_code>(i); name_of(code) == name) return code;
    return inquiry::refusal_code::unavailable;
}

problem to_problem(const inquiry::refusal& why) {
    std::string code{name_of(why.code)};
    std::string message = why.detail.empty() ? code : code + ": " + why.detail;
    return {std::move(code), std::move(message)};
}

}  // namespace wenzheng::wire
