#include <nlohmann/json.hpp>
#include <sstream>

#include "catch.hpp"
#include "rehearse/evening.hpp"
#include "rehearse/guests.hpp"
#include "rehearse/rehearse.hpp"
#include "rehearse/report.hpp"
#include "wire/definition_json.hpp"

using namespace wenzheng;
using namespace wenzheng::rehearse;

TEST_CASE("the inquiry of a rehearsal is one that the server takes") {
    const auto definition = rehearsal_definition("rehearsal-20260101-200000-0123abcd", 150, 3);
    // Through text, as it travels.
    const auto read = wire::read_definition(nlohmann::json::parse(definition.dump()));
    INFO((read ? std::string{} : read.error().message));
    REQUIRE(read.has_value());
    CHECK(read->deputies.size() == 150);
    CHECK(read->ballots.size() == 3);
    CHECK(read->ballots.back().id.value == "b3");
    CHECK(read->items.size() == 3);
}

TEST_CASE("simulated deputies take the end of the roll") {
    const std::vector<roll_entry> roll{{"d1", {}}, {"d2", {}}, {"d3", {}}};
    REQUIRE(last_on_roll(roll, 2).size() == 2);
    CHECK(last_on_roll(roll, 2).front().id == "d2");
    CHECK(last_on_roll(roll, 5).size() == 3);
    CHECK(last_on_roll({}, 5).empty());
}

TEST_CASE("a simulated deputy presses what the ballot asks for") {
    std::mt19937_64 random{1};
    seen_ballot ballot;
    ballot.choices = {"satisfied", "dissatisfied"};
    const auto plain = pick_press(ballot, random);
    CHECK(plain.size() == 1);
    CHECK(plain.at("choice").is_string());
    ballot.questions = {"q1", "q2"};
    const auto answers = pick_press(ballot, random);
    CHECK(answers.size() == 1);
    CHECK(answers.at("choices").size() == 2);
    CHECK(answers.at("choices").contains("q2"));
    ballot.questions.clear();
    ballot.scores = {0, 100};
    const auto score = pick_press(ballot, random);
    CHECK(score.size() == 1);
    CHECK(score.at("score").is_number_integer());
}

TEST_CASE("without the cookie that was promised nothing is played") {
    options chosen;
    chosen.url = "http://127.0.0.1:1";
    chosen.join = "evening";
    chosen.cookie_env = "WENZHENG_NO_SUCH_VARIABLE";
    std::ostringstream out;
    std::ostringstream progress;
    CHECK(run(chosen, out, progress) == 2);
    CHECK(out.str().find("no cookie is in $WENZHENG_NO_SUCH_VARIABLE") != std::string::npos);
}

TEST_CASE("the exit status tells apart what was found and what could not be played") {
    report what;
    CHECK(exit_status(what) == 0);
    what.stopped = "the console was not answered";
    CHECK(exit_status(what) == 2);
    what.found.lost = 1;
    CHECK(exit_status(what) == 1);
}

TEST_CASE("a report is printed as text and as JSON") {
    report what;
    what.inquiry = "rehearsal-x";
    what.found.receipts = 450;
    what.found.lost = 2;
    what.found.remarks = {"ballot b1: …"};
    what.reveal_ms[surface_kind::viewer] = summarise({12.5});
    std::ostringstream text;
    print_text(what, text);
    CHECK(text.str().find("450") != std::string::npos);
    CHECK(text.str().find("finding: ballot b1") != std::string::npos);
    CHECK(text.str().find("12.5 ms") != std::string::npos);
    std::ostringstream printed;
    print_json(what, printed);
    const auto body = nlohmann::json::parse(printed.str());
    CHECK(body["lost"] == 2);
    CHECK(body["passed"] == false);
    CHECK(body["reveal_ms"]["viewer"]["max"] == 12.5);
}

TEST_CASE("a rehearsal with wrong options or without a server is not played") {
    options chosen;
    std::ostringstream out;
    std::ostringstream progress;
    chosen.url = "nowhere";
    CHECK(run(chosen, out, progress) == 2);
    CHECK(progress.str().find("--url") != std::string::npos);
}
