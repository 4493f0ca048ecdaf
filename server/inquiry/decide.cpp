#include "inquiry/decide.hpp"

#include "inquiry/decide_parts.hpp"
#include "inquiry/limits.hpp"

namespace wenzheng::inquiry {

using code = refusal_code;

decision just(any_event e) {
    decision d;
    d.events.push_back(std::move(e));
    return d;
}

bool valid_duration(std::int64_t ms) noexcept {
    return ms >= limits::ballot_duration_min_ms && ms <= limits::ballot_duration_max_ms;
}

std::optional<refusal> not_running(const state& s) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.phase != phase::running) return refuse(code::inquiry_not_running);
    return std::nullopt;
}

result<const ballot_state*> ballot_in(const state& s, const ballot_id& id, ballot_phase wanted, code otherwise) {
    const auto* ballot = s.find(id);
    if (ballot == nullptr) return refuse(code::no_such_ballot, id.value);
    if (ballot->phase != wanted) return refuse(otherwise, id.value);
    return ballot;
}

result<decision> decide(const state& s, const any_command& command, const actor& by) {
    return std::visit([&](const auto& c) { return decide_one(s, c, by); }, command);
}

result<decision> decide_close_by_clock(const state& s) {
    const auto* ballot = s.open_ballot();
    if (ballot == nullptr || !ballot->closes_at) return refuse(code::ballot_not_open);
    auto d = just(event::ballot_closed{ballot->what.id, close_cause::clock, {}});
    d.not_before = ballot->closes_at;
    return d;
}

result<decision> decide_own_checkin(const state& s, const deputy_id& who) {
    const auto* deputy = s.find(who);
    if (deputy == nullptr) return refuse(code::no_such_deputy, who.value);
    if (deputy->checked_in) return decision{};
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.phase == phase::draft) return refuse(code::checkin_not_open);
    return just(event::deputy_checked_in{who});
}

bool is_stale(const state& s, std::uint64_t expect) noexcept { return expect < s.operator_rev; }

}  // namespace wenzheng::inquiry
