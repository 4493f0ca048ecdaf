#include "program/check_event.hpp"

#include "record/chain.hpp"
#include "wire/event_json.hpp"
#include "wire/seal_json.hpp"

namespace wenzheng::program {
namespace {

using wire::json;

std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
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

bool recounts(const inquiry::seal& sealed) { return wire::sum_of(sealed.votes) == sealed.counts; }

}  // namespace

std::string check_event(const record::stored_event& e, live::ledger& ledger) {
    if (auto wrong = check_rule(e, ledger.now()); !wrong.empty()) return wrong;
    if (!e.seal.empty()) {
        const auto read = wire::read_event(e.event, e.seal);
        if (!read) return read.error().message;
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

}  // namespace wenzheng::program
