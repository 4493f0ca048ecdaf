#include "wire/report_json.hpp"

#include <map>

#include "inquiry/fairness.hpp"
#include "inquiry/presets.hpp"
#include "inquiry/tally.hpp"
#include "wire/enum_words.hpp"
#include "wire/rule_json.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

template <class value>
json or_null(const std::optional<value>& maybe) {
    return maybe ? json(*maybe) : json(nullptr);
}

json item_or_null(const std::optional<item_id>& item) { return item ? json(item->value) : json(nullptr); }

// The fields by which a deputy is known; he may have left the roll since.
json write_deputy(const state& s, const deputy_id& id) {
    const auto* deputy = s.find(id);
    return {{"deputy", id.value},
            {"name", deputy == nullptr ? "" : deputy->who.name},
            {"group", deputy == nullptr ? "" : deputy->who.group}};
}

json write_attendance(const state& s) {
    std::map<deputy_id, std::size_t> speeches;
    for (const auto& speech : s.speeches) ++speeches[speech.deputy];
    json out = json::array();
    for (const auto& deputy : s.deputies)
        out.push_back({{"id", deputy.who.id.value},
                       {"name", deputy.who.name},
                       {"group", deputy.who.group},
                       {"checked_in_at", or_null(deputy.checked_in_at)},
                       {"checked_out_at", or_null(deputy.checked_out_at)},
                       {"by_hand", deputy.by_hand},
                       {"votes", deputy.votes},
                       {"speeches", speeches[deputy.who.id]}});
    return out;
}

json write_choices(const scale& scale) {
    json out = json::array();
    for (const auto& c : scale.choices)
        out.push_back({{"id", c.id.value},
                       {"label", c.label_zh},
                       {"label_en", c.label_en},
                       {"colour", c.colour},
                       {"tone", enum_words::text(enum_words::tone, c.tone)},
                       {"valid", c.valid}});
    return out;
}

json write_codes(const ballot_definition& ballot) {
    json out = json::array();
    for (const auto warning : fairness_warnings(ballot)) out.push_back(enum_words::text(enum_words::warning, warning));
    return out;
}

}  // namespace

json write_report(const state& s) {
    json out{{"id", s.what.id.value},     {"title", s.what.title},     {"attendance", write_attendance(s)},
             {"speeches", json::array()}, {"requests", json::array()}, {"staff_votes", json::array()}};
    for (const auto& speech : s.speeches) {
        auto one = write_deputy(s, speech.deputy);
        one["kind"] = enum_words::text(enum_words::request_kind, speech.kind);
        one["item"] = item_or_null(speech.item);
        one["from"] = speech.from;
        one["to"] = or_null(speech.to);
        out["speeches"].push_back(std::move(one));
    }
    for (const auto& request : s.requests) {
        auto one = write_deputy(s, request.deputy);
        one.erase("group");
        one["id"] = request.id.value;
        one["kind"] = enum_words::text(enum_words::request_kind, request.kind);
        one["text"] = request.text;
        one["item"] = item_or_null(request.item);
        one["at"] = request.at;
        one["state"] = enum_words::text(enum_words::request_phase, request.phase);
        one["by"] = request.by.empty() ? json(nullptr) : json(request.by);
        one["answer"] = request.answer;
        out["requests"].push_back(std::move(one));
    }
    for (const auto& ballot : s.ballots)
        for (const auto& press : ballot.staff)
            out["staff_votes"].push_back({{"ballot", ballot.what.id.value},
                                          {"deputy", press.deputy.value},
                                          {"by", press.account},
                                          {"at", press.at}});
    return out;
}

json write_presets() {
    json out{{"scales", json::array()}, {"rules", json::array()}};
    for (const auto& scale : preset_scales())
        out["scales"].push_back({{"id", scale.id},
                                 {"kind", enum_words::text(enum_words::scale_kind, scale.kind)},
                                 {"choices", write_choices(scale)}});
    for (const auto& preset : rule_presets())
        out["rules"].push_back({{"id", preset.id},
                                {"scale", preset.scale},
                                {"name", {{"zh-CN", preset.name_zh}, {"en", preset.name_en}}},
                                {"note", {{"zh-CN", preset.note_zh}, {"en", preset.note_en}}},
                                {"rule", write_rule(preset.rule)}});
    return out;
}

json write_check(const definition& what) {
    json ballots = json::array();
    for (const auto& ballot : what.ballots)
        ballots.push_back({{"id", ballot.id.value},
                           {"rule", rule_in_words(ballot, what.language)},
                           {"warnings", write_codes(ballot)}});
    return {{"ballots", std::move(ballots)}};
}

json write_warnings(const definition& what) {
    json out = json::array();
    for (const auto& ballot : what.ballots)
        for (auto& code : write_codes(ballot)) out.push_back({{"ballot", ballot.id.value}, {"code", std::move(code)}});
    return out;
}

}  // namespace wenzheng::wire
