#include "wire/air_json.hpp"
#include "wire/definition_json.hpp"
#include "wire/enum_words.hpp"
#include "wire/rule_json.hpp"

namespace wenzheng::wire {
using namespace inquiry;

json write_ballot_definition(const ballot_definition& ballot) {
    json out{{"id", ballot.id.value},
             {"item", ballot.item.value},
             {"title", ballot.title},
             {"electorate", ballot.electorate.value},
             {"secrecy", "named"},
             {"scale", write_scale_definition(ballot.scale)},
             {"press", enum_words::text(enum_words::press, ballot.press)},
             {"display", enum_words::text(enum_words::display, ballot.display)},
             {"rule", write_rule(ballot.rule)},
             {"scrutineers", ballot.scrutineers},
             {"show_not_voted", ballot.show_not_voted},
             {"grace_ms", ballot.grace_ms}};
    if (ballot.duration_ms) out["duration_ms"] = *ballot.duration_ms;
    for (const auto& one : ballot.advisory) out["advisory"].push_back(one.value);
    for (const auto& one : ballot.questions) out["questions"].push_back({{"id", one.id.value}, {"title", one.title}});
    if (ballot.follows) out["follows"] = ballot.follows->value;
    return out;
}

json write_item(const item_definition& item) {
    json out{{"id", item.id.value},
             {"department", item.department},
             {"respondent", item.respondent},
             {"title", item.title},
             {"question", item.question}};
    if (!item.statement.empty()) out["statement"] = item.statement;
    return out;
}

json write_definition(const definition& what) {
    json out{{"id", what.id.value},       {"title", what.title},    {"language", what.language},
             {"deputies", json::array()}, {"items", json::array()}, {"ballots", json::array()}};
    for (const auto& deputy : what.deputies) {
        json electorates = json::array();
        for (const auto& one : deputy.electorates) electorates.push_back(one.value);
        out["deputies"].push_back({{"id", deputy.id.value},
                                   {"name", deputy.name},
                                   {"group", deputy.group},
                                   {"electorates", std::move(electorates)}});
    }
    for (const auto& item : what.items) out["items"].push_back(write_item(item));
    for (const auto& ballot : what.ballots) out["ballots"].push_back(write_ballot_definition(ballot));
    if (what.appearance) out["appearance"] = write_appearance(*what.appearance);
    if (what.public_delay_ms != 0) out["public_delay_ms"] = what.public_delay_ms;
    if (!what.public_url.empty()) out["public_url"] = what.public_url;
    if (what.rehearsal_of) out["rehearsal_of"] = what.rehearsal_of->value;
    return out;
}

}  // namespace wenzheng::wire
