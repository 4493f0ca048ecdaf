#include "rehearse/message.hpp"

#include "catch.hpp"
#include "rehearse/logbook.hpp"

using namespace wenzheng::rehearse;

namespace {

constexpr auto revealed_view =
    R"({"type":"view","epoch":"e","rev":7,"server_time":1,"inquiry":{"id":"x","state":"running",
 "ballots":[{"id":"b1","state":"revealed","display":"delayed","electorate":"deputies","opens_at":1000,"closes_at":2000,
   "scale":{"id":"satisfaction3","choices":[{"id":"satisfied","label":"满意"},{"id":"dissatisfied","label":"不满意"}]},
   "result":{"counts":{"satisfied":2,"dissatisfied":1},"cast":3,"valid":3,"entitled":4,"present":3,"not_voted":0,
     "verdict":{"name":"满意","rule":"…","margin":0},"percent":{"satisfied":"66.67"},"digest":"abc"}},
  {"id":"b2","state":"draft","opens_at":null,"closes_at":null,"scale":{"choices":[]}}],
 "deputies":[{"id":"d001","electorates":["deputies"]}]}})";

}  // namespace

TEST_CASE("a view is read with its ballots, results and roll") {
    const auto read = read_message(revealed_view);
    REQUIRE(read);
    REQUIRE(read->view);
    const auto& view = *read->view;
    CHECK(view.rev == 7);
    CHECK(view.state == "running");
    REQUIRE(view.ballots.size() == 2);
    const auto* ballot = view.find("b1");
    REQUIRE(ballot != nullptr);
    CHECK(ballot->closes_at == 2'000);
    CHECK(ballot->choices == std::vector<std::string>{"satisfied", "dissatisfied"});
    REQUIRE(ballot->result);
    CHECK(ballot->result->counts.at("satisfied") == 2);
    CHECK(ballot->result->verdict == "满意");
    CHECK_FALSE(view.find("b2")->result);
    CHECK_FALSE(view.find("b2")->opens_at);
    CHECK(view.find("b3") == nullptr);
    REQUIRE(view.roll.size() == 1);
    CHECK(view.roll.front().electorates == std::vector<std::string>{"deputies"});
}

TEST_CASE("what is no message is nothing, and wrong types count as absent") {
    CHECK_FALSE(read_message("no json"));
    CHECK_FALSE(read_message("[]"));
    CHECK_FALSE(read_message(R"({"rev":1})"));
    const auto odd = read_message(R"({"type":"view","rev":"seven","inquiry":{"ballots":{},"state":3}})");
    REQUIRE(odd);
    CHECK(odd->view->rev == 0);
    CHECK(odd->view->ballots.empty());
}

TEST_CASE("the same bytes are parsed once") {
    message_cache frames;
    const auto first = frames.read(revealed_view);
    CHECK(frames.read(revealed_view) == first);
    CHECK(frames.read(std::string(revealed_view) + " ") != first);
}

TEST_CASE("the logbook hands a result to the oracle once a surface, and counts what comes too early") {
    const auto view = read_message(revealed_view);
    const surface viewer{surface_kind::viewer, 0};
    std::map<std::string, shown_result> known;
    SECTION("revealed") {
        logbook log{false};
        log.revealing("b1");
        log.look(viewer, *view->view, known);
        log.look(viewer, *view->view, known);
        CHECK(log.reveal_ms[surface_kind::viewer].size() == 1);
        CHECK(log.facts.judge().early == 0);
    }
    SECTION("not revealed by us") {
        logbook log{false};
        log.look(viewer, *view->view, known);
        CHECK(log.facts.judge().early == 1);
    }
    SECTION("revealed by a person") {
        logbook log{true};
        log.look(viewer, *view->view, known);
        CHECK(log.facts.judge().early == 0);
    }
}

TEST_CASE("running counts are early where the display is delayed, and a scrutineer's count always is") {
    logbook log{false};
    const surface viewer{surface_kind::viewer, 0};
    const auto progress = read_message(R"({"type":"progress","ballot":"b1","cast":1,"eligible":3})");
    const auto counts = read_message(R"({"type":"progress","ballot":"b1","cast":1,"counts":{"satisfied":1}})");
    const auto count = read_message(R"({"type":"count","ballot":"b1","counts":{"satisfied":1}})");
    log.look(viewer, *progress, true);
    log.look(viewer, *counts, false);
    CHECK(log.facts.judge().early == 0);
    log.look(viewer, *counts, true);
    log.look(viewer, *count, false);
    CHECK(log.facts.judge().early == 2);
}

TEST_CASE("a vote says what was pressed by a choice, a score or answers") {
    CHECK(press_of(nlohmann::json{{"choice", "satisfied"}}) == "satisfied");
    CHECK(press_of(nlohmann::json{{"score", 85}}) == "85");
    CHECK(press_of(nlohmann::json::parse(R"({"choices":{"q2":"b","q1":"a"}})")) == R"({"q1":"a","q2":"b"})");
    CHECK(press_of(nlohmann::json::object()).empty());
}

TEST_CASE("ballots of scores and questionnaires are read, and both kinds of electorate") {
    const auto view = read_view(nlohmann::json::parse(R"({"rev":1,"inquiry":{"ballots":[
        {"id":"b1","electorate":"deputies","advisory":["public"],
         "scale":{"kind":"score","min":0,"max":100,"choices":[{"id":"band1"}]},
         "result":{"counts":{"band1":3},"cast":3,"advisory":[{"electorate":"public","counts":{"band1":2},"cast":2}]}},
        {"id":"b2","electorate":"deputies","questions":[{"id":"q1","title":"…"},{"id":"q2","title":"…"}],
         "scale":{"kind":"choices","choices":[{"id":"satisfied"}]}}]}})"));
    const auto* scored = view.find("b1");
    REQUIRE(scored != nullptr);
    REQUIRE(scored->scores);
    CHECK(scored->scores->most == 100);
    CHECK(scored->electorates == std::vector<std::string>{"deputies", "public"});
    REQUIRE(scored->result);
    CHECK(scored->result->cast == 5);
    CHECK(scored->result->counts.at("band1") == 5);
    CHECK_FALSE(scored->result->by_choice);
    const auto* asked = view.find("b2");
    REQUIRE(asked != nullptr);
    CHECK_FALSE(asked->scores);
    CHECK(asked->questions == std::vector<std::string>{"q1", "q2"});
    CHECK(asked->electorates == std::vector<std::string>{"deputies"});
}
