#include "rehearse/logbook.hpp"

namespace wenzheng::rehearse {

void logbook::revealing(const std::string& ballot) {
    facts.revealing(ballot);
    reveal_asked_[ballot] = steady_clock::now();
}

void logbook::look(surface who, const seen_view& view, std::map<std::string, shown_result>& known) {
    for (const auto& ballot : view.ballots) {
        if (!ballot.result) continue;
        const auto [place, first] = known.try_emplace(ballot.id, *ballot.result);
        if (!first && place->second == *ballot.result) continue;
        place->second = *ballot.result;
        if (moderated_by_others_ && ballot.state == "revealed") facts.revealing(ballot.id);
        facts.window(ballot.id, ballot.opens_at, ballot.closes_at);
        facts.saw(who, ballot.id, *ballot.result);
        const auto asked = reveal_asked_.find(ballot.id);
        // A page is fetched when its reader likes, which says nothing about how fast it was there.
        if (who.kind == surface_kind::page) continue;
        if (!first || asked == reveal_asked_.end()) continue;
        const std::chrono::duration<double, std::milli> took = steady_clock::now() - asked->second;
        reveal_ms[who.kind].push_back(took.count());
    }
}

void logbook::look(surface who, const message& running, bool delayed) {
    const auto counts = running.type == "count" || (delayed && running.body.contains("counts"));
    if (counts) facts.leaked(who, text_of(running.body, "ballot"));
}

}  // namespace wenzheng::rehearse
