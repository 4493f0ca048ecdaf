// Why something asked for is not done. Expected, so a value; the wire code is its name (wire/codes.hpp).
#pragma once

#include <boost/system/result.hpp>
#include <string>
#include <utility>

namespace wenzheng::inquiry {

enum class refusal_code {
    bad_message,
    stale_revision,
    id_reused,
    not_allowed,
    inquiry_not_running,
    inquiry_finished,
    already_started,
    checkin_not_open,
    no_such_item,
    no_such_ballot,
    no_such_deputy,
    no_such_screen,
    ballot_already_open,
    ballot_open,
    ballot_not_open,
    ballot_not_draft,
    ballot_not_closed,
    ballot_not_confirmed,
    ballot_not_ended,
    ballot_exists,
    nothing_to_confirm,
    already_confirmed,
    nothing_to_void,
    no_deadline,
    quorum_not_met,
    store_not_durable,
    timer_not_running,
    bad_duration,
    bad_date,
    bad_text,
    limit_reached,
    unsupported,
    unavailable,
    frozen,
    already_requested,
    no_such_request,
    no_speaker,
    bad_order,
    item_exists,
    item_in_use,
    paper_count_open,
    ballot_not_revealed,
    bad_count,
    no_late_votes,
    no_such_evidence,
    evidence_on_air,
    nothing_showing,
    not_a_video,
    bad_picture,
    nothing_to_take,
    // Votes.
    nonce_reused,
    not_checked_in,
    not_entitled,
    no_such_choice,
    attempt_superseded,
    already_voted,
    too_many_votes,
};

struct refusal {
    refusal_code code;
    std::string detail;  // for logs and developers, in English; people read the page's text for the code
};

template <class value>
using result = boost::system::result<value, refusal>;

// Called by result::value() on an error; code that may be refused asks first, so this marks a bug.
[[noreturn]] void throw_exception_from_error(const refusal& why, const boost::source_location& where);

inline refusal refuse(refusal_code code, std::string detail = {}) { return {code, std::move(detail)}; }

}  // namespace wenzheng::inquiry
