#include "inquiry/evolve_air.hpp"

#include <algorithm>
#include <stdexcept>

namespace wenzheng::inquiry {
namespace {

screen_state& must_find(state& s, const screen_id& id) {
    auto* found = s.find(id);
    if (found == nullptr) throw std::logic_error("the record names an unknown screen: " + id.value);
    return *found;
}

std::size_t place_of(const state& s, const evidence_id& id) {
    const auto found =
        std::find_if(s.evidence.begin(), s.evidence.end(), [&](const evidence_state& one) { return one.id == id; });
    if (found == s.evidence.end()) throw std::logic_error("the record names unknown evidence: " + id.value);
    return static_cast<std::size_t>(found - s.evidence.begin());
}

// Where the film is at that instant.
std::int64_t position_at(const showing_state& showing, instant_ms now) noexcept {
    return showing.position_ms + (showing.playing ? std::max<std::int64_t>(0, now - showing.at) : 0);
}

void move_to(state& s, std::int64_t position_ms, bool playing, instant_ms at) {
    if (!s.showing) throw std::logic_error("the record plays a film that isn't shown");
    s.showing->position_ms = position_ms;
    s.showing->playing = playing;
    s.showing->at = at;
}

}  // namespace

void evolve_air(state& s, const event::screen_added& e, const recorded_event& envelope) {
    picture first;
    first.layout = e.layout;
    s.screens.push_back({e.screen, e.name, e.layout, first, std::nullopt, false, e.key_hash, envelope.rev});
}

void evolve_air(state& s, const event::screen_shown& e, const recorded_event&) {
    auto& screen = must_find(s, e.screen);
    screen.on_air = {};
    screen.on_air.layout = e.layout;
    screen.panic = false;
}

void evolve_air(state& s, const event::screen_panicked& e, const recorded_event&) {
    must_find(s, e.screen).panic = true;
}

void evolve_air(state& s, const event::screen_previewed& e, const recorded_event&) {
    must_find(s, e.screen).preview = e.picture;
}

void evolve_air(state& s, const event::screens_taken& e, const recorded_event&) {
    for (const auto& id : e.screens) {
        auto& screen = must_find(s, id);
        if (screen.preview) screen.on_air = *screen.preview;
        screen.preview.reset();
        screen.panic = false;
    }
}

void evolve_air(state& s, const event::screens_released& e, const recorded_event&) {
    for (const auto& id : e.screens) {
        auto& screen = must_find(s, id);
        // Whoever moved it to another layout that follows by itself gets that layout back.
        const auto on_air = screen.on_air.layout;
        const bool by_itself = on_air == layout::hall || on_air == layout::rostrum || on_air == layout::caption;
        screen.on_air = {};
        screen.on_air.layout = by_itself ? on_air : screen.home;
        screen.preview.reset();
        screen.panic = false;
    }
}

void evolve_air(state& s, const event::evidence_added& e, const recorded_event&) {
    s.evidence.push_back({e.evidence, e.item, e.name, e.file, e.kind, e.bytes});
    ++s.evidence_ever;
}

void evolve_air(state& s, const event::evidence_removed& e, const recorded_event&) {
    s.evidence.erase(s.evidence.begin() + static_cast<std::ptrdiff_t>(place_of(s, e.evidence)));
}

void evolve_air(state& s, const event::evidence_ordered& e, const recorded_event&) {
    std::vector<evidence_state> in_order;
    for (const auto& id : e.evidence) in_order.push_back(s.evidence[place_of(s, id)]);
    auto next = in_order.begin();
    for (auto& one : s.evidence)
        if (one.item == e.item) one = *next++;
}

void evolve_air(state& s, const event::evidence_shown& e, const recorded_event& envelope) {
    const bool film = is_video(s.evidence[place_of(s, e.evidence)].kind);
    // Another place on the screen is no reason to begin a film anew.
    const bool goes_on = s.showing && s.showing->evidence == e.evidence;
    const showing_state before = s.showing.value_or(showing_state{});
    s.showing = showing_state{e.evidence, e.beside, goes_on ? before.playing : film,
                              goes_on ? position_at(before, envelope.at) : 0, envelope.at};
}

void evolve_air(state& s, const event::evidence_hidden&, const recorded_event&) { s.showing.reset(); }

void evolve_air(state& s, const event::evidence_played&, const recorded_event& envelope) {
    move_to(s, s.showing ? s.showing->position_ms : 0, true, envelope.at);
}

void evolve_air(state& s, const event::evidence_paused&, const recorded_event& envelope) {
    move_to(s, s.showing ? position_at(*s.showing, envelope.at) : 0, false, envelope.at);
}

void evolve_air(state& s, const event::evidence_sought& e, const recorded_event& envelope) {
    move_to(s, e.position_ms, s.showing && s.showing->playing, envelope.at);
}

}  // namespace wenzheng::inquiry
