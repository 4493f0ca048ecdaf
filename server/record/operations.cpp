#include "record/operations.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "inquiry/mark.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::record {
namespace {

using namespace inquiry;
using json = nlohmann::json;

std::string roll(const definition& next, const state& before) {
    json electorates = json::object();
    std::set<deputy_id> staying;
    for (const auto& deputy : next.deputies) {
        staying.insert(deputy.id);
        for (const auto& electorate : deputy.electorates) electorates[electorate.value].push_back(deputy.id.value);
    }
    std::set<std::string> drop;
    json absent = json::array();
    for (const auto& deputy : before.deputies) {
        if (!staying.contains(deputy.who.id)) absent.push_back(deputy.who.id.value);
        for (const auto& electorate : deputy.who.electorates)
            if (!electorates.contains(electorate.value)) drop.insert(electorate.value);
    }
    return "roll " + json{{"electorates", electorates}, {"drop", drop}, {"absent", absent}}.dump();
}

std::string open(const event::ballot_opened& e, const state& before) {
    const auto& ballot = before.find(e.ballot)->what;
    std::string electorates = ballot.electorate.value;
    for (const auto& one : ballot.advisory) electorates += "," + one.value;
    return "open " + ballot.id.value + " " + electorates + " " +
           wire::enum_words::text(wire::enum_words::press, ballot.press) + " " +
           wire::enum_words::text(wire::enum_words::display, ballot.display) + " " + marks_taken_by(ballot) + " " +
           (e.duration_ms ? std::to_string(*e.duration_ms) : "-") +
           (ballot.grace_ms > 0 ? " " + std::to_string(ballot.grace_ms) : "");
}

// Once announced or void, no late vote is taken any more.
std::string end_of_lateness(const ballot_state& ballot) {
    const bool closed = ballot.phase == ballot_phase::closed || ballot.phase == ballot_phase::confirmed;
    return closed && ballot.what.grace_ms > 0 ? "late-end " + ballot.what.id.value : std::string{};
}

struct writer {
    const state& before;

    std::string operator()(const event::inquiry_created& e) const { return roll(e.what, before); }
    std::string operator()(const event::definition_changed& e) const { return roll(e.what, before); }
    std::string operator()(const event::deputy_checked_in& e) const { return "present " + e.deputy.value; }
    std::string operator()(const event::deputy_checked_out& e) const { return "absent " + e.deputy.value; }
    std::string operator()(const event::ballot_opened& e) const { return open(e, before); }
    std::string operator()(const event::ballot_extended& e) const {
        return "extend " + e.ballot.value + " " + std::to_string(e.by_ms);
    }
    std::string operator()(const event::ballot_closed& e) const { return "seal " + e.ballot.value; }
    std::string operator()(const event::ballot_voided& e) const {
        const auto* ballot = before.find(e.ballot);
        if (ballot == nullptr) return {};
        return ballot->phase == ballot_phase::open ? "seal " + e.ballot.value : end_of_lateness(*ballot);
    }
    std::string operator()(const event::late_votes_admitted& e) const { return "admit " + e.ballot.value; }
    std::string operator()(const event::ballot_revealed& e) const {
        const auto* ballot = before.find(e.ballot);
        return ballot == nullptr ? std::string{} : end_of_lateness(*ballot);
    }
    std::string operator()(const auto&) const { return {}; }
};

}  // namespace

std::string operation_of(const any_event& what, const state& before) { return std::visit(writer{before}, what); }

}  // namespace wenzheng::record
