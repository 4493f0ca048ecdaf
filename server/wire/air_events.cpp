#include "wire/air_events.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

#include "wire/air_json.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

template <class id>
json write_ids(const std::vector<id>& ids) {
    json out = json::array();
    for (const auto& one : ids) out.push_back(one.value);
    return out;
}

template <class id>
std::vector<id> read_ids(const json& in) {
    std::vector<id> ids;
    for (const auto& one : in) ids.emplace_back(one.get<std::string>());
    return ids;
}

std::string text(const json& in, const char* name) { return in.at(name).get<std::string>(); }

template <class enumeration, std::size_t n>
enumeration word(const json& in, const char* name, const std::array<std::string_view, n>& words) {
    const auto found = std::find(words.begin(), words.end(), text(in, name));
    if (found == words.end()) throw std::invalid_argument("unknown word in the record");
    return static_cast<enumeration>(found - words.begin());
}

picture a_picture(const json& in) {
    std::optional<problem> bad;
    object_reader r(in, "event", bad);
    auto what = read_picture(r);
    if (bad) throw std::invalid_argument(bad->message);
    return what;
}

std::optional<any_event> parse_screen_event(const std::string& type, const json& in) {
    if (type == "screen_added")
        return event::screen_added{screen_id{text(in, "screen")}, text(in, "name"),
                                   word<layout>(in, "layout", enum_words::layout), text(in, "key")};
    if (type == "screen_shown")
        return event::screen_shown{screen_id{text(in, "screen")}, word<layout>(in, "layout", enum_words::layout)};
    if (type == "screen_panicked") return event::screen_panicked{screen_id{text(in, "screen")}};
    if (type == "screen_previewed") return event::screen_previewed{screen_id{text(in, "screen")}, a_picture(in)};
    if (type == "screens_taken") return event::screens_taken{read_ids<screen_id>(in.at("screens"))};
    if (type == "screens_released") return event::screens_released{read_ids<screen_id>(in.at("screens"))};
    return std::nullopt;
}

}  // namespace

void write_air_event(json& out, const event::screen_added& e) {
    out["type"] = "screen_added";
    out["screen"] = e.screen.value;
    out["name"] = e.name;
    out["layout"] = enum_words::text(enum_words::layout, e.layout);
    out["key"] = e.key_hash;
}

void write_air_event(json& out, const event::screen_shown& e) {
    out["type"] = "screen_shown";
    out["screen"] = e.screen.value;
    out["layout"] = enum_words::text(enum_words::layout, e.layout);
}

void write_air_event(json& out, const event::screen_panicked& e) {
    out["type"] = "screen_panicked";
    out["screen"] = e.screen.value;
}

void write_air_event(json& out, const event::screen_previewed& e) {
    out["type"] = "screen_previewed";
    out["screen"] = e.screen.value;
    out["picture"] = write_picture(e.picture);
}

void write_air_event(json& out, const event::screens_taken& e) {
    out["type"] = "screens_taken";
    out["screens"] = write_ids(e.screens);
}

void write_air_event(json& out, const event::screens_released& e) {
    out["type"] = "screens_released";
    out["screens"] = write_ids(e.screens);
}

void write_air_event(json& out, const event::evidence_added& e) {
    out["type"] = "evidence_added";
    out["evidence"] = e.evidence.value;
    out["item"] = e.item.value;
    out["name"] = e.name;
    out["file"] = e.file;
    out["media"] = enum_words::text(enum_words::media, e.kind);
    out["bytes"] = e.bytes;
}

void write_air_event(json& out, const event::evidence_removed& e) {
    out["type"] = "evidence_removed";
    out["evidence"] = e.evidence.value;
}

void write_air_event(json& out, const event::evidence_ordered& e) {
    out["type"] = "evidence_ordered";
    out["item"] = e.item.value;
    out["evidence"] = write_ids(e.evidence);
}

void write_air_event(json& out, const event::evidence_shown& e) {
    out["type"] = "evidence_shown";
    out["evidence"] = e.evidence.value;
    out["beside"] = e.beside;
}

void write_air_event(json& out, const event::evidence_hidden&) { out["type"] = "evidence_hidden"; }

void write_air_event(json& out, const event::evidence_played&) { out["type"] = "evidence_played"; }

void write_air_event(json& out, const event::evidence_paused&) { out["type"] = "evidence_paused"; }

void write_air_event(json& out, const event::evidence_sought& e) {
    out["type"] = "evidence_sought";
    out["position_ms"] = e.position_ms;
}

std::optional<any_event> parse_air_event(const std::string& type, const json& in) {
    if (auto read = parse_screen_event(type, in)) return read;
    if (type == "evidence_added")
        return event::evidence_added{evidence_id{text(in, "evidence")},
                                     item_id{text(in, "item")},
                                     text(in, "name"),
                                     text(in, "file"),
                                     word<media>(in, "media", enum_words::media),
                                     in.at("bytes").get<std::int64_t>()};
    if (type == "evidence_removed") return event::evidence_removed{evidence_id{text(in, "evidence")}};
    if (type == "evidence_ordered")
        return event::evidence_ordered{item_id{text(in, "item")}, read_ids<evidence_id>(in.at("evidence"))};
    if (type == "evidence_shown")
        return event::evidence_shown{evidence_id{text(in, "evidence")}, in.at("beside").get<bool>()};
    if (type == "evidence_hidden") return event::evidence_hidden{};
    if (type == "evidence_played") return event::evidence_played{};
    if (type == "evidence_paused") return event::evidence_paused{};
    if (type == "evidence_sought") return event::evidence_sought{in.at("position_ms").get<std::int64_t>()};
    return std::nullopt;
}

}  // namespace wenzheng::wire
