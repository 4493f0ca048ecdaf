#include "wire/event_json.hpp"

#include <algorithm>
#include <array>

#include "inquiry/limits.hpp"
#include "wire/definition_json.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

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
    void operator()(const event::screen_added& e) const {
        type("screen_added");
        out["screen"] = e.screen.value;
        out["name"] = e.name;
        out["layout"] = enum_words::text(enum_words::layout, e.layout);
        out["key"] = e.key_hash;
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
    void operator()(const event::timer_paused&) const { type("timer_paused"); }
    void operator()(const event::timer_resumed&) const { type("timer_resumed"); }
    void operator()(const event::timer_stopped&) const { type("timer_stopped"); }
    void operator()(const event::screen_shown& e) const {
        type("screen_shown");
        out["screen"] = e.screen.value;
        out["layout"] = enum_words::text(enum_words::layout, e.layout);
    }
    void operator()(const event::screen_panicked& e) const {
        type("screen_panicked");
        out["screen"] = e.screen.value;
    }
    void operator()(const event::commitment_recorded& e) const {
        type("commitment_recorded");
        out["id"] = e.id.value;
        out["item"] = e.item.value;
        out["text"] = e.text;
        out["due"] = e.due;
    }
    void operator()(const event::inquiry_finished&) const { type("inquiry_finished"); }
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

// {"counts":{choice:n},"votes":{deputy:"choice attempt receipt at"}} as functions/wenzheng.lua writes it.
seal read_seal(std::string_view text) {
    const auto in = json::parse(text);
    seal sealed;
    for (const auto& [choice, n] : in.at("counts").items()) sealed.counts[choice_id{choice}] = n.get<count>();
    for (const auto& [deputy, stored] : in.at("votes").items()) {
        const auto line = stored.get<std::string>();
        std::array<std::string, 4> part;
        std::size_t from = 0;
        for (auto& one : part) {
            const auto space = line.find(' ', from);
            one = line.substr(from, space == std::string::npos ? space : space - from);
            from = space == std::string::npos ? line.size() : space + 1;
        }
        sealed.votes.push_back({deputy_id{deputy}, choice_id{part[0]}, static_cast<std::uint32_t>(std::stoul(part[1])),
                                part[2], std::stoll(part[3])});
    }
    return sealed;
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
    if (type == "screen_added")
        return event::screen_added{an_id<screen_id>(in, "screen"), text(in, "name"),
                                   word<layout>(in, "layout", enum_words::layout), text(in, "key")};
    if (type == "checkin_opened") return event::checkin_opened{};
    if (type == "inquiry_started") return event::inquiry_started{};
    if (type == "item_selected") return event::item_selected{an_id<item_id>(in, "item")};
    if (type == "deputy_checked_in") return event::deputy_checked_in{an_id<deputy_id>(in, "deputy")};
    if (type == "deputy_checked_out") return event::deputy_checked_out{an_id<deputy_id>(in, "deputy")};
    if (type == "ballot_drafted")
        return event::ballot_drafted{an_id<ballot_id>(in, "ballot"), an_id<ballot_id>(in, "follows")};
    if (type == "ballot_opened") {
        event::ballot_opened e{an_id<ballot_id>(in, "ballot"), std::nullopt};
        if (in.contains("duration_ms")) e.duration_ms = in.at("duration_ms").get<std::int64_t>();
        return e;
    }
    if (type == "ballot_extended")
        return event::ballot_extended{an_id<ballot_id>(in, "ballot"), in.at("by_ms").get<std::int64_t>()};
    if (type == "ballot_closed")
        return event::ballot_closed{an_id<ballot_id>(in, "ballot"), word<close_cause>(in, "cause", enum_words::cause),
                                    read_seal(sealed)};
    if (type == "count_confirmed") return event::count_confirmed{an_id<ballot_id>(in, "ballot"), text(in, "account")};
    if (type == "ballot_revealed") return event::ballot_revealed{an_id<ballot_id>(in, "ballot")};
    if (type == "ballot_voided") {
        event::ballot_voided e{an_id<ballot_id>(in, "ballot"), text(in, "reason"), std::nullopt};
        if (!sealed.empty()) e.seal = read_seal(sealed);
        return e;
    }
    if (type == "timer_started")
        return event::timer_started{word<timer_kind>(in, "kind", enum_words::timer),
                                    in.at("duration_ms").get<std::int64_t>()};
    if (type == "timer_paused") return event::timer_paused{};
    if (type == "timer_resumed") return event::timer_resumed{};
    if (type == "timer_stopped") return event::timer_stopped{};
    if (type == "screen_shown")
        return event::screen_shown{an_id<screen_id>(in, "screen"), word<layout>(in, "layout", enum_words::layout)};
    if (type == "screen_panicked") return event::screen_panicked{an_id<screen_id>(in, "screen")};
    if (type == "commitment_recorded")
        return event::commitment_recorded{an_id<commitment_id>(in, "id"), an_id<item_id>(in, "item"), text(in, "text"),
                                          text(in, "due")};
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
