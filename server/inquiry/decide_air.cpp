// Screens and evidence.
#include <algorithm>
#include <set>

#include "inquiry/decide_parts.hpp"
#include "inquiry/limits.hpp"
#include "inquiry/text.hpp"

namespace wenzheng::inquiry {
namespace {

using code = refusal_code;

// Why the picture can't be shown; none where it can. Nothing is pinned that isn't public: a result only once revealed.
std::optional<refusal> why_bad(const state& s, const picture& what) {
    const bool has_scenes =
        what.layout == layout::hall || what.layout == layout::rostrum || what.layout == layout::caption;
    if (what.scene && !has_scenes) return refuse(code::bad_picture, "this layout has no scenes");
    if (what.card && what.layout != layout::card) return refuse(code::bad_picture, "card is for the layout card");
    if ((what.scene == pinned_scene::question) != what.item.has_value())
        return refuse(code::bad_picture, "item is for the scene question");
    if (what.item && s.find(*what.item) == nullptr) return refuse(code::no_such_item, what.item->value);
    const bool of_a_ballot = what.scene == pinned_scene::result || what.layout == layout::result;
    if (what.ballot && !of_a_ballot) return refuse(code::bad_picture, "ballot is for results");
    if (what.scene == pinned_scene::result && !what.ballot) return refuse(code::bad_picture, "whose result?");
    if (!what.ballot) return std::nullopt;
    const auto* ballot = s.find(*what.ballot);
    if (ballot == nullptr) return refuse(code::no_such_ballot, what.ballot->value);
    if (ballot->phase != ballot_phase::revealed) return refuse(code::bad_picture, "that ballot is not revealed");
    return std::nullopt;
}

template <class wanted>
std::vector<screen_id> screens_that(const state& s, wanted is_wanted) {
    std::vector<screen_id> found;
    for (const auto& screen : s.screens)
        if (is_wanted(screen)) found.push_back(screen.id);
    return found;
}

bool follows(const screen_state& screen) noexcept {
    return screen.on_air.automatic() && screen.on_air.layout == screen.home && !screen.panic && !screen.preview;
}

// The film that is shown, or why there is none.
result<const showing_state*> film(const state& s) {
    if (!s.showing) return refuse(code::nothing_showing);
    const auto* shown = s.find(s.showing->evidence);
    if (shown == nullptr || !is_video(shown->kind)) return refuse(code::not_a_video, s.showing->evidence.value);
    return &*s.showing;
}

}  // namespace

result<decision> decide_one(const state& s, const command::show& c, const actor&) {
    if (s.find(c.screen) == nullptr) return refuse(code::no_such_screen, c.screen.value);
    return just(event::screen_shown{c.screen, c.layout});
}

result<decision> decide_one(const state& s, const command::panic& c, const actor&) {
    if (c.screen && s.find(*c.screen) == nullptr) return refuse(code::no_such_screen, c.screen->value);
    decision done;
    for (const auto& screen : s.screens)
        if (c.screen ? screen.id == *c.screen : !screen.panic) done.events.push_back(event::screen_panicked{screen.id});
    return done;
}

result<decision> decide_one(const state& s, const command::preview& c, const actor&) {
    if (s.find(c.screen) == nullptr) return refuse(code::no_such_screen, c.screen.value);
    if (const auto why = why_bad(s, c.picture)) return *why;
    return just(event::screen_previewed{c.screen, c.picture});
}

result<decision> decide_one(const state& s, const command::take& c, const actor&) {
    if (c.screen && s.find(*c.screen) == nullptr) return refuse(code::no_such_screen, c.screen->value);
    auto taken = screens_that(s, [&](const screen_state& screen) {
        if (c.screen && screen.id != *c.screen) return false;
        return screen.preview || screen.panic;
    });
    if (taken.empty()) return refuse(code::nothing_to_take);
    for (const auto& id : taken) {
        const auto& preview = s.find(id)->preview;
        if (!preview) continue;
        // What it named may have gone since.
        if (const auto why = why_bad(s, *preview)) return *why;
    }
    return just(event::screens_taken{std::move(taken)});
}

result<decision> decide_one(const state& s, const command::release& c, const actor&) {
    if (c.screen && s.find(*c.screen) == nullptr) return refuse(code::no_such_screen, c.screen->value);
    auto released = screens_that(
        s, [&](const screen_state& screen) { return (!c.screen || screen.id == *c.screen) && !follows(screen); });
    if (released.empty()) return decision{};
    return just(event::screens_released{std::move(released)});
}

result<decision> decide_one(const state& s, const command::add_screen& c, const actor&) {
    if (is_blank(c.name)) return refuse(code::bad_text);
    if (s.screens.size() >= limits::screens) return refuse(code::limit_reached, "screens");
    return just(event::screen_added{c.screen, c.name, c.layout, c.key_hash});
}

result<decision> decide_one(const state& s, const command::add_evidence& c, const actor&) {
    if (s.phase == phase::finished) return refuse(code::inquiry_finished);
    if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
    if (is_blank(c.name)) return refuse(code::bad_text);
    if (s.evidence.size() >= limits::evidence) return refuse(code::limit_reached, "evidence");
    const evidence_id id{"e" + std::to_string(s.evidence_ever + 1)};
    return just(event::evidence_added{id, c.item, c.name, c.file, c.kind, c.bytes});
}

result<decision> decide_one(const state& s, const command::remove_evidence& c, const actor&) {
    if (s.find(c.evidence) == nullptr) return refuse(code::no_such_evidence, c.evidence.value);
    if (s.showing && s.showing->evidence == c.evidence) return refuse(code::evidence_on_air, c.evidence.value);
    return just(event::evidence_removed{c.evidence});
}

result<decision> decide_one(const state& s, const command::order_evidence& c, const actor&) {
    if (s.find(c.item) == nullptr) return refuse(code::no_such_item, c.item.value);
    const std::set<evidence_id> wanted(c.evidence.begin(), c.evidence.end());
    const auto all = std::count_if(s.evidence.begin(), s.evidence.end(),
                                   [&](const evidence_state& one) { return one.item == c.item; });
    if (wanted.size() != c.evidence.size() || static_cast<std::size_t>(all) != wanted.size())
        return refuse(code::bad_order);
    for (const auto& id : c.evidence)
        if (const auto* one = s.find(id); one == nullptr || one->item != c.item)
            return refuse(code::bad_order, id.value);
    return just(event::evidence_ordered{c.item, c.evidence});
}

result<decision> decide_one(const state& s, const command::show_evidence& c, const actor&) {
    if (const auto why = not_running(s)) return *why;
    if (s.find(c.evidence) == nullptr) return refuse(code::no_such_evidence, c.evidence.value);
    if (s.open_ballot() != nullptr) return refuse(code::ballot_open);
    return just(event::evidence_shown{c.evidence, c.beside});
}

result<decision> decide_one(const state& s, const command::hide_evidence&, const actor&) {
    if (!s.showing) return refuse(code::nothing_showing);
    return just(event::evidence_hidden{});
}

result<decision> decide_one(const state& s, const command::play_evidence&, const actor&) {
    const auto shown = film(s);
    if (!shown) return shown.error();
    if ((*shown)->playing) return decision{};
    return just(event::evidence_played{});
}

result<decision> decide_one(const state& s, const command::pause_evidence&, const actor&) {
    const auto shown = film(s);
    if (!shown) return shown.error();
    if (!(*shown)->playing) return decision{};
    return just(event::evidence_paused{});
}

result<decision> decide_one(const state& s, const command::seek_evidence& c, const actor&) {
    const auto shown = film(s);
    if (!shown) return shown.error();
    if (c.position_ms < 0 || c.position_ms > limits::film_max_ms) return refuse(code::bad_duration);
    return just(event::evidence_sought{c.position_ms});
}

}  // namespace wenzheng::inquiry
