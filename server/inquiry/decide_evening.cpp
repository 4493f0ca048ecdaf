// The evening as a whole: its phases, timers, screens and what an administrator prepares.
#include "inquiry/decide_parts.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/redefine.hpp"
#include "inquiry/text.hpp"

namespace wenzheng::inquiry {

using code = refusal_code;

result<decision> decide_one(const state& s, const command::open_checkin&, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.phase != phase::draft) return refuse(code::already_started);
    return just(event::checkin_opened{});
}

result<decision> decide_one(const state& s, const command::start&, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.phase == phase::running) return refuse(code::already_started);
    return just(event::inquiry_started{});
}

result<decision> decide_one(const state& s, const command::finish&, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.phase != phase::running) return refuse(code::inquiry_not_running);
    if (s.open_ballot() != nullptr) return refuse(code::ballot_open);
    return just(event::inquiry_finished{});
}

result<decision> decide_one(const state& s, const command::start_timer& c, const actor&) {
    if (const auto why = not_running(s)) return *why;
    if (!valid_duration(c.duration_ms)) return refuse(code::bad_duration);
    return just(event::timer_started{c.kind, c.duration_ms});
}

result<decision> decide_one(const state& s, const command::extend_timer& c, const actor&) {
    if (!s.timer) return refuse(code::timer_not_running);
    if (!valid_duration(c.by_ms) || s.timer->duration_ms + c.by_ms > limits::ballot_duration_max_ms)
        return refuse(code::bad_duration);
    return just(event::timer_extended{c.by_ms});
}

result<decision> decide_one(const state& s, const command::pause_timer&, const actor&) {
    if (!s.timer) return refuse(code::timer_not_running);
    if (s.timer->ends_at) return just(event::timer_paused{});
    return just(event::timer_resumed{});
}

result<decision> decide_one(const state& s, const command::stop_timer&, const actor&) {
    if (!s.timer) return refuse(code::timer_not_running);
    return just(event::timer_stopped{});
}

result<decision> decide_one(const state& s, const command::change_definition& c, const actor&) {
    if (const auto why = why_frozen(s, c.what)) return *why;
    return just(event::definition_changed{c.what});
}

result<decision> decide_one(const state& s, const command::issue_keys& c, const actor&) {
    for (const auto& [id, hash] : c.key_hashes)
        if (s.find(id) == nullptr) return refuse(code::no_such_deputy, id.value);
    if (c.key_hashes.empty()) return decision{};
    return just(event::keys_issued{c.key_hashes});
}

}  // namespace wenzheng::inquiry
