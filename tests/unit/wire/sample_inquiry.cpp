#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "catch.hpp"
#include "wire/definition_json.hpp"

using namespace wenzheng;

namespace {

inquiry::definition sample() {
    std::ifstream file(WENZHENG_SOURCE_DIR "/scripts/sample/inquiry.json");
    auto definition = wire::read_definition(wire::json::parse(file));
    REQUIRE(definition.has_value());
    return *definition;
}

}  // namespace

TEST_CASE("the sample inquiry is a definition without a mistake") {
    const auto what = sample();
    CHECK(what.id.value == "shiquan-2026");
    CHECK(what.items.size() == 3);
    CHECK(what.ballots.size() == 3);
}

TEST_CASE("the sample has 152 deputies in twelve delegations, all entitled") {
    const auto what = sample();
    CHECK(what.deputies.size() == 152);
    std::set<std::string> groups;
    for (const auto& deputy : what.deputies) {
        groups.insert(deputy.group);
        REQUIRE(deputy.electorates.size() == 1);
        CHECK(deputy.electorates.front() == what.ballots.front().electorate);
    }
    CHECK(groups.size() == 12);
}

TEST_CASE("writing the sample and reading it again gives the same") {
    const auto what = sample();
    const auto again = wire::read_definition(wire::write_definition(what));
    REQUIRE(again.has_value());
    CHECK(*again == what);
}
