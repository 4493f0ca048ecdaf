#include "program/verify.hpp"

#include <fstream>
#include <ostream>

#include "live/ledger.hpp"
#include "record/chain.hpp"
#include "wire/event_json.hpp"
#include "wire/seal_json.hpp"

namespace wenzheng::program {
namespace {

using wire::json;

// A field of a file that anyone may have written: empty where it is absent or no text.
std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool is_head(const json& line) {
    return line.is_object() && text_of(line, "format") == "wenzheng-record" && line.contains("version") &&
           line.at("version") == 1;
}

// A ballot opens with the rule that was locked. Records from before rules had a digest have none to compare.
std::string check_rule(const record::stored_event& e, const inquiry::state& before) {
    const auto event = json::parse(e.event, nullptr, false);
    if (!event.is_object() || text_of(event, "type") != "ballot_opened" || !event.contains("rule_digest")) return {};
    const auto* ballot = before.find(inquiry::ballot_id{text_of(event, "ballot")});
    if (ballot == nullptr) return "opens a ballot that there is not";
    if (text_of(event, "rule_digest") != record::rule_digest_of(ballot->what))
        return "opens a ballot with another rule than its digest says";
    return {};
}

// Empty, or what is wrong with the line.
std::string check_line(const std::string& text, live::ledger& ledger, std::string& digest) {
    const auto line = json::parse(text, nullptr, false);
    if (!line.is_object() || !line.contains("rev") || !line.contains("event")) return "is not an event";
    record::stored_event e;
    try {
        e.rev = line.at("rev").get<std::uint64_t>();
        e.at = line.at("at").get<std::int64_t>();
        e.event = line.at("event").get<std::string>();
        e.seal = line.value("seal", "");
    } catch (const json::exception&) {
        return "is not an event";
    }
    digest = record::chain_digest(digest, e.rev, e.at, e.event, e.seal);
    if (text_of(line, "digest") != digest) return "has another digest than its content gives";
    if (const auto wrong = check_rule(e, ledger.now()); !wrong.empty()) return wrong;
    if (!e.seal.empty()) {
        const auto read = wire::read_event(e.event, e.seal);
        if (!read) return read.error().message;
        const auto recounts = [](const inquiry::seal& sealed) { return wire::sum_of(sealed.votes) == sealed.counts; };
        if (const auto* closed = std::get_if<inquiry::event::ballot_closed>(&read->what);
            closed && !recounts(closed->seal))
            return "holds a count that its votes don't give";
        if (const auto* admitted = std::get_if<inquiry::event::late_votes_admitted>(&read->what);
            admitted && !recounts(admitted->seal))
            return "holds a count that its votes don't give";
        if (const auto* voided = std::get_if<inquiry::event::ballot_voided>(&read->what);
            voided && voided->seal && !recounts(*voided->seal))
            return "holds a count that its votes don't give";
    }
    if (const auto taken = ledger.take({e}); !taken) return taken.error().message;
    return {};
}

}  // namespace

int verify(const std::string& path, std::ostream& out) {
    std::ifstream file(path);
    std::string text;
    if (!file || !std::getline(file, text)) {
        out << "can't be read: " << path << "\n";
        return 2;
    }
    const auto head = json::parse(text, nullptr, false);
    if (!is_head(head)) {
        out << "not a record of this version: " << path << "\n";
        return 2;
    }
    live::ledger ledger;
    std::string digest;
    std::size_t line = 1;
    while (std::getline(file, text)) {
        ++line;
        if (const auto wrong = check_line(text, ledger, digest); !wrong.empty()) {
            out << "line " << line << " " << wrong << "\n";
            return 1;
        }
    }
    const auto& state = ledger.now();
    if (state.rev == 0 || state.what.id.value != text_of(head, "inquiry")) {
        out << "the record is empty or of another inquiry\n";
        return 1;
    }
    for (const auto& ballot : state.ballots) {
        if (!ballot.revealed || !ballot.result) continue;
        out << "ballot " << ballot.what.id.value << " verdict " << ballot.result->verdict.name.value_or("-") << " cast "
            << ballot.result->cast << " digest " << ballot.digest << "\n";
    }
    out << "ok " << state.what.id.value << " events " << state.rev << " digest " << digest << "\n";
    return 0;
}

}  // namespace wenzheng::program
