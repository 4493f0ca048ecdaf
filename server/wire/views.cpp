#include "wire/views.hpp"

#include "inquiry/scale.hpp"
#include "inquiry/tally.hpp"
#include "wire/definition_json.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

template <class value>
json or_null(const std::optional<value>& maybe) {
    return maybe ? json(*maybe) : json(nullptr);
}

json write_result(const ballot_state& ballot) {
    const auto& r = *ballot.result;
    json out{{"counts", json::object()},
             {"cast", r.cast},
             {"valid", r.valid},
             {"entitled", r.entitled},
             {"present", r.present},
             {"not_voted", r.not_voted},
             {"percent", json::object()},
             {"digest", ballot.digest},
             {"verdict", {{"name", or_null(r.verdict.name)}, {"rule", r.verdict.rule}, {"margin", r.verdict.margin}}}};
    for (const auto& [choice, n] : r.counts) out["counts"][choice.value] = n;
    for (const auto& [choice, text] : r.percent) out["percent"][choice.value] = text;
    if (r.score) out["score"] = *r.score;
    return out;
}

json write_scale(scale_id scale, bool en) {
    json choices = json::array();
    for (const auto& c : choices_of(scale))
        choices.push_back({{"id", c.id}, {"label", en ? c.label_en : c.label_zh}, {"colour", c.colour}});
    return {{"id", name_of(scale)}, {"choices", std::move(choices)}};
}

enum class void_counts { hidden, shown };

json write_ballot(const ballot_state& ballot, const std::string& language, void_counts hidden) {
    const auto& what = ballot.what;
    json out{{"id", what.id.value},
             {"title", what.title},
             {"item", what.item.value},
             {"round", ballot.round},
             {"state", enum_words::text(enum_words::ballot_phase, ballot.phase)},
             {"opens_at", or_null(ballot.opens_at)},
             {"closes_at", or_null(ballot.closes_at)},
             {"duration_ms", or_null(what.duration_ms)},
             {"electorate", what.electorate.value},
             {"secrecy", "named"},
             {"press", enum_words::text(enum_words::press, what.press)},
             {"display", enum_words::text(enum_words::display, what.display)},
             {"scrutineers", what.scrutineers},
             {"confirmations", ballot.confirmed_by.size()},
             {"show_not_voted", what.show_not_voted},
             {"rule", rule_in_words(what, language)},
             {"scale", write_scale(what.scale, language.starts_with("en"))}};
    if (what.follows) out["follows"] = what.follows->value;
    if (ballot.phase == ballot_phase::voided) out["void_reason"] = ballot.void_reason;
    const bool for_operator = hidden == void_counts::shown && ballot.phase == ballot_phase::voided;
    if (ballot.result && (ballot.revealed || for_operator)) out["result"] = write_result(ballot);
    return out;
}

json write_timer(const std::optional<timer_state>& timer) {
    if (!timer) return nullptr;
    return {{"kind", enum_words::text(enum_words::timer, timer->kind)},
            {"state", timer->ends_at ? "running" : "paused"},
            {"duration_ms", timer->duration_ms},
            {"ends_at", or_null(timer->ends_at)},
            {"remaining_ms", or_null(timer->remaining_ms)}};
}

json write_screens(const state& s) {
    json out = json::array();
    for (const auto& screen : s.screens)
        out.push_back({{"id", screen.id.value},
                       {"name", screen.name},
                       {"layout", enum_words::text(enum_words::layout, screen.layout)},
                       {"panic", screen.panic}});
    return out;
}

json write_deputies(const state& s) {
    json out = json::array();
    for (const auto& deputy : s.deputies) {
        json electorates = json::array();
        for (const auto& one : deputy.who.electorates) electorates.push_back(one.value);
        out.push_back({{"id", deputy.who.id.value},
                       {"name", deputy.who.name},
                       {"group", deputy.who.group},
                       {"electorates", std::move(electorates)},
                       {"checked_in", deputy.checked_in}});
    }
    return out;
}

json write_inquiry(const state& s, client_role role, void_counts hidden) {
    json out{{"id", s.what.id.value},
             {"title", s.what.title},
             {"language", s.what.language},
             {"state", enum_words::text(enum_words::phase, s.phase)},
             {"item", s.item ? json(s.item->value) : json(nullptr)},
             {"present", s.present},
             {"entitled", s.deputies.size()},
             {"items", json::array()},
             {"ballots", json::array()},
             {"timer", write_timer(s.timer)},
             {"commitments", json::array()}};
    for (const auto& item : s.what.items)
        out["items"].push_back({{"id", item.id.value},
                                {"department", item.department},
                                {"respondent", item.respondent},
                                {"title", item.title},
                                {"question", item.question}});
    for (const auto& ballot : s.ballots) out["ballots"].push_back(write_ballot(ballot, s.what.language, hidden));
    for (const auto& c : s.commitments)
        out["commitments"].push_back(
            {{"id", c.id.value}, {"item", c.item.value}, {"text", c.text}, {"due", c.due}, {"at", c.at}});
    if (role == client_role::screen || role == client_role::console) out["screens"] = write_screens(s);
    if (role == client_role::console) out["deputies"] = write_deputies(s);
    return out;
}

}  // namespace

std::string write_view(const state& s, client_role role, const view_stamp& stamp) {
    return canonical({{"type", "view"},
                      {"epoch", stamp.epoch},
                      {"rev", s.rev},
                      {"server_time", stamp.server_time},
                      {"inquiry", write_inquiry(s, role, void_counts::hidden)}});
}

std::string write_inquiry_for_operator(const state& s, const view_stamp& stamp) {
    return canonical({{"id", s.what.id.value},
                      {"epoch", stamp.epoch},
                      {"rev", s.rev},
                      {"server_time", stamp.server_time},
                      {"digest", s.digest},
                      {"definition", write_definition(s.what)},
                      {"state", write_inquiry(s, client_role::console, void_counts::shown)}});
}

json write_summary(const state& s) {
    return {{"id", s.what.id.value}, {"title", s.what.title}, {"state", enum_words::text(enum_words::phase, s.phase)},
            {"rev", s.rev},          {"present", s.present},  {"entitled", s.deputies.size()}};
}

}  // namespace wenzheng::wire
