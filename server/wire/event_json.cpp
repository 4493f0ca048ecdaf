#include "wire/event_json.hpp"

#include <algorithm>
#include <array>

#include "inquiry/limits.hpp"
#include "wire/air_events.hpp"
#include "wire/definition_json.hpp"
#include "wire/enum_words.hpp"
#include "wire/seal_json.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

json write_marks(const mark_counts& counts) {
    json out = json::object();
    for (const auto& [stored, n] : counts) out[stored.value] = n;
    return out;
}

mark_counts read_marks(const json& in) {
    mark_counts counts;
    for (const auto& [stored, n] : in.items()) counts[mark{stored}] = n.get<count>();
    return counts;
}

// Each event's type name and fields, written and read side by side.
struct writer {
    json& out;
    void type(const char* name) const { out["type"] = name; }

    void operator()(const event::inquiry_created& e) const {
        type("inquiry_created");
        out["definition"] = write_definition(e.what);
    }
    void operator()(const event::definition_changed& e) const {
        type("definition_changed");
        out["definition"] = write_definition(e.what);
    }
    void operator()(const event::keys_issued& e) const {
        type("keys_issued");
        out["keys"] = json::object();
        for (const auto& [deputy, hash] : e.key_hashes) out["keys"][deputy.value] = hash;
    }
    void operator()(const event::checkin_opened&) const { type("checkin_opened"); }
    void operator()(const event::inquiry_started&) const { type("inquiry_started"); }
    void operator()(const event::item_selected& e) const {
        type("item_selected");
        out["item"] = e.item.value;
    }
    void operator()(const event::deputy_checked_in& e) const {
        type("deputy_checked_in");
        out["deputy"] = e.deputy.value;
    }
    void operator()(const event::deputy_checked_out& e) const {
        type("deputy_checked_out");
        out["deputy"] = e.deputy.value;
    }
    void operator()(const event::ballot_drafted& e) const {
        type("ballot_drafted");
        out["ballot"] = e.ballot.value;
        out["follows"] = e.follows.value;
    }
    void operator()(const event::ballot_opened& e) const {
        type("ballot_opened");
        out["ballot"] = e.ballot.value;
        if (e.duration_ms) out["duration_ms"] = *e.duration_ms;
        if (!e.rule_digest.empty()) out["rule_digest"] = e.rule_digest;
    }
    void operator()(const event::ballot_added& e) const {
        type("ballot_added");
        out["ballot"] = e.ballot.value;
        out["item"] = e.item.value;
        out["title"] = e.title;
        out["like"] = e.like.value;
    }
    void operator()(const event::ballot_extended& e) const {
        type("ballot_extended");
        out["ballot"] = e.ballot.value;
        out["by_ms"] = e.by_ms;
    }
    void operator()(const event::ballot_closed& e) const {
        type("ballot_closed");
        out["ballot"] = e.ballot.value;
        out["cause"] = enum_words::text(enum_words::cause, e.cause);
    }
    void operator()(const event::count_confirmed& e) const {
        type("count_confirmed");
        out["ballot"] = e.ballot.value;
        out["account"] = e.account;
    }
    void operator()(const event::paper_count_entered& e) const {
        type("paper_count_entered");
        out["ballot"] = e.ballot.value;
        out["account"] = e.account;
        out["counts"] = write_marks(e.paper.counts);
        out["issued"] = e.paper.issued;
        out["invalid"] = e.paper.invalid;
    }
    void operator()(const event::staff_vote_recorded& e) const {
        type("staff_vote_recorded");
        out["ballot"] = e.ballot.value;
        out["deputy"] = e.deputy.value;
    }
    void operator()(const event::erratum_published& e) const {
        type("erratum_published");
        out["ballot"] = e.ballot.value;
        out["reason"] = e.reason;
        if (e.counts) out["counts"] = write_marks(*e.counts);
    }
    void operator()(const event::late_votes_admitted& e) const {
        type("late_votes_admitted");
        out["ballot"] = e.ballot.value;
    }
    void operator()(const event::ballot_revealed& e) const {
        type("ballot_revealed");
        out["ballot"] = e.ballot.value;
    }
    void operator()(const event::ballot_voided& e) const {
        type("ballot_voided");
        out["ballot"] = e.ballot.value;
        out["reason"] = e.reason;
    }
    void operator()(const event::timer_started& e) const {
        type("timer_started");
        out["kind"] = enum_words::text(enum_words::timer, e.kind);
        out["duration_ms"] = e.duration_ms;
    }
    void operator()(const event::timer_extended& e) const {
        type("timer_extended");
        out["by_ms"] = e.by_ms;
    }
    void operator()(const event::timer_paused&) const { type("timer_paused"); }
    void operator()(const event::timer_resumed&) const { type("timer_resumed"); }
    void operator()(const event::timer_stopped&) const { type("timer_stopped"); }
    void operator()(const event::commitment_recorded& e) const {
        type("commitment_recorded");
        out["id"] = e.id.value;
        out["item"] = e.item.value;
        out["text"] = e.text;
        out["due"] = e.due;
        if (e.deputy) out["deputy"] = e.deputy->value;
    }
    void operator()(const event::items_reordered& e) const {
        type("items_reordered");
        out["items"] = json::array();
        for (const auto& item : e.items) out["items"].push_back(item.value);
    }
    void operator()(const event::item_skipped& e) const {
        type("item_skipped");
        out["item"] = e.item.value;
        out["skipped"] = e.skipped;
    }
    void operator()(const event::item_added& e) const {
        type("item_added");
        out["item"] = write_item(e.item);
        if (e.after) out["after"] = e.after->value;
    }
    void operator()(const event::request_made& e) const {
        type("request_made");
        out["id"] = e.id.value;
        out["deputy"] = e.deputy.value;
        out["kind"] = enum_words::text(enum_words::request_kind, e.kind);
        if (!e.text.empty()) out["text"] = e.text;
    }
    void operator()(const event::request_withdrawn& e) const {
        type("request_withdrawn");
        out["id"] = e.id.value;
    }
    void operator()(const event::request_called& e) const {
        type("request_called");
        out["id"] = e.id.value;
    }
    void operator()(const event::request_closed& e) const {
        type("request_closed");
        out["id"] = e.id.value;
        if (!e.answer.empty()) out["answer"] = e.answer;
    }
    void operator()(const event::floor_given& e) const {
        type("floor_given");
        out["deputy"] = e.deputy.value;
        out["kind"] = enum_words::text(enum_words::request_kind, e.kind);
    }
    void operator()(const event::speech_ended&) const { type("speech_ended"); }
    void operator()(const event::inquiry_finished&) const { type("inquiry_finished"); }
    template <class air>
    void operator()(const air& e) const {
        write_air_event(out, e);
    }
};

std::string text(const json& in, const char* name) { return in.at(name).get<std::string>(); }

template <class id>
id an_id(const json& in, const char* name) {
    return id{text(in, name)};
}

template <class enumeration, std::size_t n>
enumeration word(const json& in, const char* name, const std::array<std::string_view, n>& words) {
    const auto found = std::find(words.begin(), words.end(), text(in, name));
    if (found == words.end()) throw std::invalid_argument("unknown word in the record");
    return static_cast<enumeration>(found - words.begin());
}

definition a_definition(const json& in) {
    auto what = read_definition(in.at("definition"));
    if (!what) throw std::invalid_argument(what.error().message);
    return *what;
}

template <class id>
std::optional<id> optional_id(const json& in, const char* name) {
    return in.contains(name) ? std::optional<id>(an_id<id>(in, name)) : std::nullopt;
}

std::optional<any_event> parse_agenda_event(const std::string& type, const json& in) {
    if (type == "items_reordered") {
        event::items_reordered e;
        for (const auto& one : in.at("items")) e.items.emplace_back(one.get<std::string>());
        return e;
    }
    if (type == "item_skipped") return event::item_skipped{an_id<item_id>(in, "item"), in.at("skipped").get<bool>()};
    if (type != "item_added") return std::nullopt;
    std::optional<problem> bad;
    object_reader r(in.at("item"), "item", bad);
    event::item_added e{read_item_fields(r), optional_id<item_id>(in, "after")};
    if (bad) throw std::invalid_argument(bad->message);
    return e;
}

std::optional<any_event> parse_request_event(const std::string& type, const json& in) {
    if (type == "request_made")
        return event::request_made{an_id<request_id>(in, "id"), an_id<deputy_id>(in, "deputy"),
                                   word<request_kind>(in, "kind", enum_words::request_kind), in.value("text", "")};
    if (type == "request_withdrawn") return event::request_withdrawn{an_id<request_id>(in, "id")};
    if (type == "request_called") return event::request_called{an_id<request_id>(in, "id")};
    if (type == "request_closed") return event::request_closed{an_id<request_id>(in, "id"), in.value("answer", "")};
    if (type == "floor_given")
        return event::floor_given{an_id<deputy_id>(in, "deputy"),
                                  word<request_kind>(in, "kind", enum_words::request_kind)};
    if (type == "speech_ended") return event::speech_ended{};
    return std::nullopt;
}

// Throws on anything unexpected; read_event turns that into a problem.
any_event parse_event(const json& in, std::string_view sealed) {
    const auto type = text(in, "type");
    if (type == "inquiry_created") return event::inquiry_created{a_definition(in)};
    if (type == "definition_changed") return event::definition_changed{a_definition(in)};
    if (type == "keys_issued") {
        event::keys_issued e;
        for (const auto& [deputy, hash] : in.at("keys").items())
            e.key_hashes[deputy_id{deputy}] = hash.get<std::string>();
        return e;
    }
    if (type == "checkin_opened") return event::checkin_opened{};
    if (type == "inquiry_started") return event::inquiry_started{};
    if (type == "item_selected") return event::item_selected{an_id<item_id>(in, "item")};
    if (type == "deputy_checked_in") return event::deputy_checked_in{an_id<deputy_id>(in, "deputy")};
    if (type == "deputy_checked_out") return event::deputy_checked_out{an_id<deputy_id>(in, "deputy")};
    if (type == "ballot_drafted")
        return event::ballot_drafted{an_id<ballot_id>(in, "ballot"), an_id<ballot_id>(in, "follows")};
    if (type == "ballot_opened") {
        event::ballot_opened e{an_id<ballot_id>(in, "ballot"), std::nullopt, in.value("rule_digest", "")};
        if (in.contains("duration_ms")) e.duration_ms = in.at("duration_ms").get<std::int64_t>();
        return e;
    }
    if (type == "ballot_extended")
        return event::ballot_extended{an_id<ballot_id>(in, "ballot"), in.at("by_ms").get<std::int64_t>()};
    if (type == "ballot_closed")
        return event::ballot_closed{an_id<ballot_id>(in, "ballot"), word<close_cause>(in, "cause", enum_words::cause),
                                    read_seal(sealed)};
    if (type == "count_confirmed") return event::count_confirmed{an_id<ballot_id>(in, "ballot"), text(in, "account")};
    if (type == "ballot_added")
        return event::ballot_added{an_id<ballot_id>(in, "ballot"), an_id<item_id>(in, "item"), text(in, "title"),
                                   an_id<ballot_id>(in, "like")};
    if (type == "paper_count_entered")
        return event::paper_count_entered{
            an_id<ballot_id>(in, "ballot"),
            text(in, "account"),
            {read_marks(in.at("counts")), in.at("issued").get<count>(), in.at("invalid").get<count>()}};
    if (type == "staff_vote_recorded")
        return event::staff_vote_recorded{an_id<ballot_id>(in, "ballot"), an_id<deputy_id>(in, "deputy")};
    if (type == "erratum_published") {
        event::erratum_published e{an_id<ballot_id>(in, "ballot"), text(in, "reason"), std::nullopt};
        if (in.contains("counts")) e.counts = read_marks(in.at("counts"));
        return e;
    }
    if (type == "late_votes_admitted")
        return event::late_votes_admitted{an_id<ballot_id>(in, "ballot"), read_seal(sealed)};
    if (type == "ballot_revealed")
        return event::ballot_revealed{an_id<ballot_id>(in, "ballot"), read_late_votes(sealed)};
    if (type == "ballot_voided") {
        event::ballot_voided e{an_id<ballot_id>(in, "ballot"), text(in, "reason"), std::nullopt, {}};
        // It was open and is counted now, or it was closed and has late votes that nobody admitted.
        if (sealed.starts_with("{\"late\""))
            e.not_admitted = read_late_votes(sealed);
        else if (!sealed.empty())
            e.seal = read_seal(sealed);
        return e;
    }
    if (type == "timer_started")
        return event::timer_started{word<timer_kind>(in, "kind", enum_words::timer),
                                    in.at("duration_ms").get<std::int64_t>()};
    if (type == "timer_extended") return event::timer_extended{in.at("by_ms").get<std::int64_t>()};
    if (type == "timer_paused") return event::timer_paused{};
    if (type == "timer_resumed") return event::timer_resumed{};
    if (type == "timer_stopped") return event::timer_stopped{};
    if (type == "commitment_recorded")
        return event::commitment_recorded{an_id<commitment_id>(in, "id"), an_id<item_id>(in, "item"), text(in, "text"),
                                          text(in, "due"), optional_id<deputy_id>(in, "deputy")};
    if (auto read = parse_agenda_event(type, in)) return *read;
    if (auto read = parse_request_event(type, in)) return *read;
    if (auto read = parse_air_event(type, in)) return *read;
    if (type == "inquiry_finished") return event::inquiry_finished{};
    throw std::invalid_argument("unknown event type " + type);
}

}  // namespace

std::string write_event(const any_event& what, const actor& by, const event_text& about) {
    json out = json::object();
    std::visit(writer{out}, what);
    out["by"] = {{"kind", enum_words::text(enum_words::actor, by.kind)}};
    if (!by.name.empty()) out["by"]["name"] = by.name;
    if (!about.previous.empty()) out["previous"] = about.previous;
    if (!about.command.empty()) {
        out["command"] = about.command;
        out["content"] = about.content;
    }
    return canonical(out);
}

result<read_event_text> read_event(std::string_view event, std::string_view seal) {
    try {
        const auto in = json::parse(event);
        read_event_text out;
        out.what = parse_event(in, seal);
        out.by.kind = word<actor_kind>(in.at("by"), "kind", enum_words::actor);
        out.by.name = in.at("by").value("name", "");
        out.about = {in.value("previous", ""), in.value("command", ""), in.value("content", "")};
        return out;
    } catch (const std::exception& e) {
        return problem{"damaged_record", e.what()};
    }
}

}  // namespace wenzheng::wire
