#include "program/verify.hpp"

#include <fstream>
#include <ostream>

#include "program/check_event.hpp"
#include "record/chain.hpp"
#include "wire/json_text.hpp"

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
    return check_event(e, ledger);
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
