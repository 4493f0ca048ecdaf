#include "wire/problem.hpp"

#include "inquiry/fairness.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "catch.hpp"
#include "wire/enum_words.hpp"

using namespace wenzheng;
using inquiry::refusal_code;

namespace {

constexpr auto last_code = static_cast<int>(refusal_code::too_many_votes);

std::string name(int code) { return std::string(wire::name_of(static_cast<refusal_code>(code))); }

}  // namespace

TEST_CASE("every refusal has a name of its own") {
    std::set<std::string> names;
    for (int code = 0; code <= last_code; ++code) {
        CAPTURE(code);
        CHECK(names.insert(name(code)).second);
        const auto text = name(code);
        CHECK(std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; }));
    }
}

TEST_CASE("every refusal's name is in the contract's list of codes") {
    std::ifstream file(WENZHENG_SOURCE_DIR "/protocol/README.md");
    const std::string contract{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    const auto codes = contract.substr(std::min(contract.find("## Codes"), contract.size()));
    for (int code = 0; code <= last_code; ++code) {
        CAPTURE(name(code));
        CHECK(codes.find("`" + name(code) + "`") != std::string::npos);
    }
}

TEST_CASE("a problem says its code and, where there is more, the detail") {
    CHECK(wire::to_problem(inquiry::refuse(refusal_code::bad_date)).message == "bad_date");
    const auto detailed = wire::to_problem(inquiry::refuse(refusal_code::no_such_item, "i9"));
    CHECK(detailed.code == "no_such_item");
    CHECK(detailed.message == "no_such_item: i9");
}

TEST_CASE("the words of the wire stand in the order of their enumerators") {
    using namespace wire::enum_words;
    CHECK(text(press, inquiry::press_rule::last) == "last");
    CHECK(text(wire::enum_words::display, inquiry::display::immediate) == "immediate");
    CHECK(text(wire::enum_words::denominator, inquiry::denominator::valid) == "valid");
    CHECK(text(wire::enum_words::layout, inquiry::layout::card) == "card");
    CHECK(text(timer, inquiry::timer_kind::follow_up) == "follow_up");
    CHECK(text(cause, inquiry::close_cause::clock) == "clock");
    CHECK(text(wire::enum_words::phase, inquiry::phase::finished) == "finished");
    CHECK(text(wire::enum_words::ballot_phase, inquiry::ballot_phase::voided) == "void");
    CHECK(text(role, inquiry::account_role::scrutineer) == "scrutineer");
    CHECK(text(wire::enum_words::actor, inquiry::actor_kind::clock) == "clock");
    CHECK(text(wire::enum_words::comparison, inquiry::comparison::less_than) == "less_than");
    CHECK(text(wire::enum_words::tone, inquiry::tone::none) == "none");
    CHECK(text(tie, inquiry::tie_rule::named) == "named");
    CHECK(text(wire::enum_words::request_kind, inquiry::request_kind::phone_failed) == "phone_failed");
    CHECK(text(wire::enum_words::request_phase, inquiry::request_phase::withdrawn) == "withdrawn");
    CHECK(text(wire::enum_words::paper_phase, inquiry::paper_phase::agreed) == "agreed");
    CHECK(text(warning, inquiry::fairness_warning::nothing_measured) == "nothing_measured");
}

TEST_CASE("every refusal is found again by its name") {
    for (auto i = 0; i <= static_cast<int>(refusal_code::too_many_votes); ++i) {
        const auto code = static_cast<refusal_code>(i);
        CHECK((wire::code_named(wire::name_of(code)) == code));
    }
    CHECK((wire::code_named("no such name") == refusal_code::unavailable));
}
