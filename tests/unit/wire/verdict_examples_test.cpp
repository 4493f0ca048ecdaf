#include "catch.hpp"
#include "inquiry/tally.hpp"
#include "wire/ballot_view.hpp"
#include "wire/definition_json.hpp"
#include "wire/examples.hpp"

using namespace wenzheng;
using wire::json;

namespace {

// A definition around the rule of an example, so that it is read as any other rule.
inquiry::ballot_definition ballot_of(const json& example) {
    json ballot{{"id", "b1"},
                {"item", "i1"},
                {"title", "测评"},
                {"electorate", "deputies"},
                {"scale", example.at("scale")},
                {"rule", example.at("rule")}};
    if (example.contains("questions")) ballot["questions"] = example.at("questions");
    if (example.contains("advisory"))
        for (const auto& [electorate, unused] : example.at("advisory").items())
            ballot["advisory"].push_back(electorate);
    const json definition{{"id", "example"},
                          {"title", "题目"},
                          {"deputies", json::array()},
                          {"items", {{{"id", "i1"}, {"department", "局"}, {"title", "事项"}}}},
                          {"ballots", json::array({ballot})}};
    const auto what = wire::read_definition(definition);
    if (!what) FAIL(what.error().message);
    return what->ballots.front();
}

// Counts of an example: by choice, by score in digits, or by the answers of a questionnaire.
inquiry::box box_of(const inquiry::ballot_definition& ballot, const json& part) {
    inquiry::box in;
    const bool score = ballot.scale.kind == inquiry::scale_kind::score;
    for (const auto& [pressed, n] : part.at("counts").items())
        in.pressed[inquiry::mark{(score ? "#" : "") + pressed}] = n.get<inquiry::count>();
    in.who = {part.at("entitled").get<inquiry::count>(), part.at("present").get<inquiry::count>()};
    return in;
}

}  // namespace

TEST_CASE("every verdict example comes out as it is written") {
    const auto all = testing::examples("verdicts");
    CHECK(all.size() >= 41);
    for (const auto& one : all) {
        CAPTURE(one.name);
        const auto example = one.parsed();
        inquiry::ballot_state ballot;
        ballot.what = ballot_of(example);
        ballot.phase = inquiry::ballot_phase::revealed;
        ballot.revealed = true;
        std::vector<inquiry::box> advisory;
        for (const auto& electorate : ballot.what.advisory)
            advisory.push_back(box_of(ballot.what, example.at("advisory").at(electorate.value)));
        ballot.result = inquiry::tally(ballot.what, box_of(ballot.what, example), advisory, "zh-CN");
        // As a view would show it; the words and the digest are others' tests.
        auto result = wire::write_ballot({}, ballot, wire::ballot_reader::anyone).at("result");
        const auto& expected = example.at("result");
        result.erase("digest");
        const auto trim = [](json& verdict, const json& wanted) {
            verdict.erase("rule");
            for (const auto* field : {"margin", "margin_unit"})
                if (!wanted.contains(field)) verdict.erase(field);
        };
        trim(result.at("verdict"), expected.at("verdict"));
        if (!expected.contains("score_label")) result.erase("score_label");
        for (std::size_t i = 0; result.contains("questions") && i < result.at("questions").size(); ++i)
            trim(result["questions"][i].at("verdict"), expected.at("questions").at(i).at("verdict"));
        CHECK(result == expected);
    }
}
