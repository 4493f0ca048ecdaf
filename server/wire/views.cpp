#include "wire/views.hpp"

#include "wire/air_json.hpp"
#include "wire/ballot_view.hpp"
#include "wire/definition_json.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

template <class value>
json or_null(const std::optional<value>& maybe) {
    return maybe ? json(*maybe) : json(nullptr);
}

json write_timer(const std::optional<timer_state>& timer) {
    if (!timer) return nullptr;
    return {{"kind", enum_words::text(enum_words::timer, timer->kind)},
            {"state", timer->ends_at ? "running" : "paused"},
            {"duration_ms", timer->duration_ms},
            {"ends_at", or_null(timer->ends_at)},
            {"remaining_ms", or_null(timer->remaining_ms)}};
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

std::string name_of(const state& s, const deputy_id& id, std::string deputy_definition::*field) {
    const auto* deputy = s.find(id);
    return deputy == nullptr ? std::string{} : deputy->who.*field;
}

json item_or_null(const std::optional<item_id>& item) { return item ? json(item->value) : json(nullptr); }

json write_speaker(const state& s) {
    const auto* speaker = s.speaker();
    if (speaker == nullptr) return nullptr;
    return {{"deputy", speaker->deputy.value},
            {"name", name_of(s, speaker->deputy, &deputy_definition::name)},
            {"group", name_of(s, speaker->deputy, &deputy_definition::group)},
            {"kind", enum_words::text(enum_words::request_kind, speaker->kind)},
            {"item", item_or_null(speaker->item)},
            {"since", speaker->from}};
}

// What waits or was called. A screen is not told what a deputy wrote, nor whose phone has failed.
json write_requests(const state& s, client_role role) {
    json out = json::array();
    const bool console = role == client_role::console;
    for (const auto& request : s.requests) {
        if (request.phase == request_phase::done || request.phase == request_phase::withdrawn) continue;
        if (!console && request.kind == request_kind::phone_failed) continue;
        json one{{"id", request.id.value},
                 {"deputy", request.deputy.value},
                 {"name", name_of(s, request.deputy, &deputy_definition::name)},
                 {"group", name_of(s, request.deputy, &deputy_definition::group)},
                 {"kind", enum_words::text(enum_words::request_kind, request.kind)},
                 {"item", item_or_null(request.item)},
                 {"at", request.at},
                 {"state", enum_words::text(enum_words::request_phase, request.phase)}};
        if (console) {
            one["text"] = request.text;
            one["by"] = request.by.empty() ? json(nullptr) : json(request.by);
        }
        out.push_back(std::move(one));
    }
    return out;
}

json write_inquiry(const state& s, client_role role, ballot_reader reader) {
    json out{{"id", s.what.id.value},
             {"title", s.what.title},
             {"language", s.what.language},
             {"state", enum_words::text(enum_words::phase, s.phase)},
             {"item", s.item ? json(s.item->value) : json(nullptr)},
             {"present", s.present},
             {"entitled", s.deputies.size()},
             {"items", json::array()},
             {"ballots", json::array()},
             {"rehearsal", s.what.rehearsal_of.has_value()},
             {"speaker", write_speaker(s)},
             {"timer", write_timer(s.timer)},
             {"commitments", json::array()}};
    for (const auto& item : s.what.items) {
        auto one = write_item(item);
        one["skipped"] = s.skipped.contains(item.id);
        out["items"].push_back(std::move(one));
    }
    for (const auto& ballot : s.ballots) out["ballots"].push_back(write_ballot(s, ballot, reader));
    for (const auto& c : s.commitments)
        out["commitments"].push_back({{"id", c.id.value},
                                      {"item", c.item.value},
                                      {"text", c.text},
                                      {"due", c.due},
                                      {"at", c.at},
                                      {"deputy", c.deputy ? json(c.deputy->value) : json(nullptr)}});
    if (role == client_role::screen || role == client_role::console) {
        out["screens"] = write_screens(s);
        out["requests"] = write_requests(s, role);
        if (!s.evidence.empty()) out["evidence"] = write_evidence(s);
        if (s.showing) out["showing"] = write_showing(*s.showing);
    }
    if (s.item_at) out["item_at"] = *s.item_at;
    if (auto ranking = write_ranking(s); !ranking.empty()) out["ranking"] = std::move(ranking);
    if (s.what.appearance) out["appearance"] = write_appearance(*s.what.appearance);
    if (!s.what.public_url.empty()) out["public_url"] = s.what.public_url;
    if (role == client_role::console) out["deputies"] = write_deputies(s);
    return out;
}

}  // namespace

std::string write_view(const state& s, client_role role, const view_stamp& stamp) {
    return canonical(
        {{"type", "view"},
         {"epoch", stamp.epoch},
         {"rev", s.rev},
         {"server_time", stamp.server_time},
         {"inquiry",
          write_inquiry(s, role, role == client_role::console ? ballot_reader::console : ballot_reader::anyone)}});
}

std::string write_inquiry_for_operator(const state& s, const view_stamp& stamp) {
    return canonical({{"id", s.what.id.value},
                      {"epoch", stamp.epoch},
                      {"rev", s.rev},
                      {"server_time", stamp.server_time},
                      {"digest", s.digest},
                      {"definition", write_definition(s.what)},
                      {"state", write_inquiry(s, client_role::console, ballot_reader::operator_over_http)}});
}

json write_summary(const state& s) {
    return {{"id", s.what.id.value},
            {"title", s.what.title},
            {"state", enum_words::text(enum_words::phase, s.phase)},
            {"rev", s.rev},
            {"present", s.present},
            {"entitled", s.deputies.size()},
            {"rehearsal", s.what.rehearsal_of.has_value()}};
}

}  // namespace wenzheng::wire
