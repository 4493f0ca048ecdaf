#include "wire/definition_json.hpp"
#include "wire/enum_words.hpp"

namespace wenzheng::wire {
namespace {

using namespace inquiry;

void write_bound(json& into, const bound& needed) {
    into[needed.strict ? "more_than" : "at_least"] = json::array({needed.share.numerator, needed.share.denominator});
}

json write_rule(const rule& rule) {
    json out{{"denominator", enum_words::text(enum_words::denominator, rule.of)}, {"verdicts", json::array()}};
    if (rule.quorum) {
        json quorum{{"of", "entitled"}};
        write_bound(quorum, rule.quorum->needed);
        out["quorum"] = std::move(quorum);
    }
    for (const auto& verdict : rule.verdicts) {
        json one{{"name", verdict.name}};
        if (!verdict.choices.empty()) one["choices"] = json::array();
        for (const auto& choice : verdict.choices) one["choices"].push_back(choice.value);
        if (verdict.of) one["of"] = enum_words::text(enum_words::denominator, *verdict.of);
        if (verdict.needed) write_bound(one, *verdict.needed);
        out["verdicts"].push_back(std::move(one));
    }
    for (const auto& [choice, weight] : rule.weights) out["weights"][choice.value] = weight;
    return out;
}

}  // namespace

json write_ballot_definition(const ballot_definition& ballot) {
    json out{{"id", ballot.id.value},
             {"item", ballot.item.value},
             {"title", ballot.title},
             {"electorate", ballot.electorate.value},
             {"secrecy", "named"},
             {"scale", enum_words::text(enum_words::scale, ballot.scale)},
             {"press", enum_words::text(enum_words::press, ballot.press)},
             {"display", enum_words::text(enum_words::display, ballot.display)},
             {"rule", write_rule(ballot.rule)},
             {"scrutineers", ballot.scrutineers},
             {"show_not_voted", ballot.show_not_voted},
             {"grace_ms", ballot.grace_ms}};
    if (ballot.duration_ms) out["duration_ms"] = *ballot.duration_ms;
    if (ballot.follows) out["follows"] = ballot.follows->value;
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
    for (const auto& item : what.items)
        out["items"].push_back({{"id", item.id.value},
                                {"department", item.department},
                                {"respondent", item.respondent},
                                {"title", item.title},
                                {"question", item.question}});
    for (const auto& ballot : what.ballots) out["ballots"].push_back(write_ballot_definition(ballot));
    return out;
}

}  // namespace wenzheng::wire
