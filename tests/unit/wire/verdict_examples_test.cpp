#include "catch.hpp"
#include "inquiry/tally.hpp"
#include "wire/definition_json.hpp"
#include "wire/examples.hpp"

using namespace wenzheng;
using wire::json;

namespace {

// A definition around the rule of an example, so that it is read as any other rule.
inquiry::ballot_definition ballot_of(const json& example) {
    const json definition{{"id", "example"},
                          {"title", "题目"},
                          {"deputies", json::array()},
                          {"items", {{{"id", "i1"}, {"department", "局"}, {"title", "事项"}}}},
                          {"ballots",
                           {{{"id", "b1"},
                             {"item", "i1"},
                             {"title", "测评"},
                             {"electorate", "deputies"},
                             {"scale", example.at("scale")},
                             {"rule", example.at("rule")}}}}};
    const auto what = wire::read_definition(definition);
    if (!what) FAIL(what.error().message);
    return what->ballots.front();
}

json written(const inquiry::ballot_result& result, bool with_margin) {
    json out{{"counts", json::object()},    {"cast", result.cast},       {"valid", result.valid},
             {"entitled", result.entitled}, {"present", result.present}, {"not_voted", result.not_voted},
             {"percent", json::object()}};
    for (const auto& [choice, n] : result.counts) out["counts"][choice.value] = n;
    for (const auto& [choice, text] : result.percent) out["percent"][choice.value] = text;
    if (result.score) out["score"] = *result.score;
    out["verdict"]["name"] = result.verdict.name ? json(*result.verdict.name) : json(nullptr);
    if (with_margin) out["verdict"]["margin"] = result.verdict.margin;
    return out;
}

}  // namespace

TEST_CASE("every verdict example comes out as it is written") {
    const auto all = testing::examples("verdicts");
    CHECK(all.size() >= 41);
    for (const auto& one : all) {
        CAPTURE(one.name);
        const auto example = one.parsed();
        const auto ballot = ballot_of(example);
        inquiry::choice_counts counts;
        for (const auto& [choice, n] : example.at("counts").items())
            counts[inquiry::choice_id{choice}] = n.get<inquiry::count>();
        const inquiry::turnout who{example.at("entitled").get<inquiry::count>(),
                                   example.at("present").get<inquiry::count>()};
        const auto& expected = example.at("result");
        const auto result = inquiry::tally(ballot, counts, who, "zh-CN");
        CHECK(written(result, expected.at("verdict").contains("margin")) == expected);
    }
}
