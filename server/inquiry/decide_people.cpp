// Who is there, and who wants to speak.
#include <algorithm>

#include "inquiry/decide_parts.hpp"
#include "inquiry/limits.hpp"

namespace wenzheng::inquiry {

using code = refusal_code;

namespace {

bool is_closed(const request_state& request) noexcept {
    return request.phase == request_phase::done || request.phase == request_phase::withdrawn;
}

// One of each kind may wait. Whoever wants to speak has checked in and the evening is on; a phone may fail before.
result<decision> make_request(const state& s, const deputy_id& who, request_kind kind, const std::string& text) {
    const auto* deputy = s.find(who);
    if (deputy == nullptr) return refuse(code::no_such_deputy, who.value);
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (kind != request_kind::phone_failed) {
        if (const auto why = not_running(s)) return *why;
        if (!deputy->checked_in) return refuse(code::not_checked_in);
    }
    const bool waits = std::any_of(s.requests.begin(), s.requests.end(), [&](const request_state& one) {
        return one.deputy == who && one.kind == kind && !is_closed(one);
    });
    if (waits) return refuse(code::already_requested);
    if (s.requests.size() >= limits::requests) return refuse(code::limit_reached, "requests");
    return just(event::request_made{request_id{"r" + std::to_string(s.requests.size() + 1)}, who, kind, text});
}

result<decision> give(const state& s, const deputy_id& who, any_event e) {
    if (const auto why = not_running(s)) return *why;
    const auto* deputy = s.find(who);
    if (deputy == nullptr) return refuse(code::no_such_deputy, who.value);
    if (!deputy->checked_in) return refuse(code::not_checked_in, who.value);
    return just(std::move(e));
}

}  // namespace

result<decision> decide_one(const state& s, const command::check_in& c, const actor&) {
    return decide_own_checkin(s, c.deputy);
}

result<decision> decide_one(const state& s, const command::check_out& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    const auto* deputy = s.find(c.deputy);
    if (deputy == nullptr) return refuse(code::no_such_deputy, c.deputy.value);
    if (!deputy->checked_in) return decision{};
    return just(event::deputy_checked_out{c.deputy});
}

result<decision> decide_one(const state& s, const command::own_request& c, const actor&) {
    return make_request(s, c.deputy, c.kind, c.text);
}

result<decision> decide_one(const state& s, const command::add_request& c, const actor&) {
    return make_request(s, c.deputy, c.kind, c.text);
}

result<decision> decide_one(const state& s, const command::own_withdraw& c, const actor&) {
    const auto* request = s.find(c.request);
    if (request == nullptr || request->deputy != c.deputy) return refuse(code::no_such_request, c.request.value);
    if (is_closed(*request)) return decision{};
    return just(event::request_withdrawn{c.request});
}

result<decision> decide_one(const state& s, const command::call_request& c, const actor&) {
    const auto* request = s.find(c.request);
    if (request == nullptr || is_closed(*request)) return refuse(code::no_such_request, c.request.value);
    if (request->phase == request_phase::called) return decision{};
    if (request->kind == request_kind::phone_failed) return just(event::request_called{c.request});
    return give(s, request->deputy, event::request_called{c.request});
}

result<decision> decide_one(const state& s, const command::close_request& c, const actor&) {
    const auto* request = s.find(c.request);
    if (request == nullptr || is_closed(*request)) return refuse(code::no_such_request, c.request.value);
    return just(event::request_closed{c.request, c.answer});
}

result<decision> decide_one(const state& s, const command::give_floor& c, const actor&) {
    if (c.kind == request_kind::phone_failed) return refuse(code::bad_message, "kind must be speak or follow_up");
    return give(s, c.deputy, event::floor_given{c.deputy, c.kind});
}

result<decision> decide_one(const state& s, const command::end_speech&, const actor&) {
    if (s.speaker() == nullptr) return refuse(code::no_speaker);
    return just(event::speech_ended{});
}

}  // namespace wenzheng::inquiry
