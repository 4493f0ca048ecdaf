#include "catch.hpp"
#include "inquiry/limits.hpp"
#include "wire/client_messages.hpp"
#include "wire/definition_json.hpp"
#include "wire/examples.hpp"
#include "wire/server_messages.hpp"

using namespace wenzheng;
using namespace wenzheng::wire;
using testing::examples;

namespace {

const nlohmann::json no_message;

// The roles that may send a message of that folder; `ping` is everyone's, `unknown` nobody's.
client_role sender_of(const std::string& folder) {
    if (folder == "command") return client_role::console;
    if (folder == "painted") return client_role::screen;
    return client_role::deputy;
}

const bad_client_message* bad(const decoded_message& decoded) { return std::get_if<bad_client_message>(&decoded); }

template <class message>
message taken(const std::string& text, client_role role) {
    const auto decoded = read_client_message(text, role);
    if (const auto* wrong = bad(decoded)) FAIL(wrong->what.message);
    return std::get<message>(std::get<client_message>(decoded));
}

std::string code_of(const std::string& body) {
    const auto parsed = parse_json(body, limits::json_depth);
    if (!parsed) return parsed.error().code;
    const auto what = read_definition(*parsed);
    return what ? "taken" : what.error().code;
}

nlohmann::json only_example(const std::string& folder, const std::string& file) {
    for (const auto& one : examples(folder))
        if (one.name == folder + "/" + file) return one.parsed();
    FAIL("no example " << file);
    return no_message;
}

}  // namespace

TEST_CASE("every valid message of a client is taken from the role that may send it") {
    for (const auto* folder : {"checkin", "vote", "request", "withdraw", "command", "painted", "ping"})
        for (const auto& one : examples(std::string(folder) + "/valid")) {
            CAPTURE(one.name);
            const auto decoded = read_client_message(one.text, sender_of(folder));
            const auto* wrong = bad(decoded);
            CHECK((wrong == nullptr ? std::string() : wrong->what.message).empty());
        }
}

TEST_CASE("every invalid message of a client is answered with its code") {
    for (const auto* folder : {"checkin", "vote", "request", "withdraw", "command", "painted", "ping", "unknown"})
        for (const auto& one : examples(std::string(folder) + "/invalid")) {
            CAPTURE(one.name);
            const auto example = one.parsed();
            const auto decoded = read_client_message(example.at("text").get<std::string>(), sender_of(folder));
            const auto* wrong = bad(decoded);
            CHECK((wrong == nullptr ? "taken" : wrong->what.code) == example.at("code").get<std::string>());
        }
}

TEST_CASE("no role may send what is another's") {
    const auto role_of = [](const char* folder, client_role role) {
        const auto all = examples(std::string(folder) + "/valid");
        return bad(read_client_message(all.front().text, role)) == nullptr;
    };
    for (const auto role : {client_role::deputy, client_role::console, client_role::screen, client_role::live}) {
        CHECK(role_of("vote", role) == (role == client_role::deputy));
        CHECK(role_of("checkin", role) == (role == client_role::deputy));
        CHECK(role_of("command", role) == (role == client_role::console));
        CHECK(role_of("painted", role) == (role == client_role::screen));
        CHECK(role_of("ping", role));
    }
}

TEST_CASE("a vote is read with its nonce, ballot, choice and attempt") {
    const auto vote = taken<vote_message>(
        R"({"type":"vote","nonce":"9F86d081884c7d659a2feaa0c55ad015","ballot":"b1","choice":"satisfied","attempt":3})",
        client_role::deputy);
    CHECK(vote.nonce == "9F86d081884c7d659a2feaa0c55ad015");
    CHECK(vote.ballot.value == "b1");
    CHECK((vote.what == inquiry::press{inquiry::choice_id{"satisfied"}}));
    CHECK(vote.attempt == 3);
}

TEST_CASE("a vote has exactly one of choice, score and choices") {
    const auto vote_with = [](const std::string& answer) {
        return R"({"type":"vote","nonce":"9f86d081884c7d659a2feaa0c55ad015","ballot":"b1","attempt":1)" + answer + "}";
    };
    const auto scored = taken<vote_message>(vote_with(R"(,"score":87)"), client_role::deputy);
    CHECK(inquiry::mark_of(scored.what).value == "#87");
    const auto answered = taken<vote_message>(vote_with(R"(,"choices":{"q2":"b","q1":"a"})"), client_role::deputy);
    CHECK(inquiry::mark_of(answered.what).value == "q1=a&q2=b");
    for (const auto* wrong : {"", R"(,"score":87,"choice":"a")", R"(,"choices":{"q1":1})", R"(,"choices":["a"])",
                              R"(,"score":"87")", R"(,"choices":{"Q 1":"a"})"})
        CHECK(bad(read_client_message(vote_with(wrong), client_role::deputy)) != nullptr);
}

TEST_CASE("a bad vote whose nonce can be read says which one is to be burnt") {
    const auto decoded = read_client_message(
        R"({"type":"vote","nonce":"9f86d081884c7d659a2feaa0c55ad015","ballot":"b1","attempt":1})", client_role::deputy);
    REQUIRE(bad(decoded) != nullptr);
    CHECK(bad(decoded)->nonce == "9f86d081884c7d659a2feaa0c55ad015");
    const auto unreadable = read_client_message(R"({"type":"vote","nonce":"short"})", client_role::deputy);
    REQUIRE(bad(unreadable) != nullptr);
    CHECK(bad(unreadable)->nonce.empty());
}

TEST_CASE("a bad command whose id can be read says whom to answer") {
    const auto decoded =
        read_client_message(R"({"type":"command","id":"c-1","expect":1,"name":"fly"})", client_role::console);
    REQUIRE(bad(decoded) != nullptr);
    CHECK(bad(decoded)->id == "c-1");
}

TEST_CASE("a command has the same content in whatever order its fields came") {
    const auto one = taken<command_message>(
        R"({"type":"command","id":"c-1","expect":1,"name":"extend_ballot","args":{"ballot":"b1","by_ms":30000}})",
        client_role::console);
    const auto same = taken<command_message>(
        R"({"args":{"by_ms":30000,"ballot":"b1"},"name":"extend_ballot","expect":9,"id":"c-1","type":"command"})",
        client_role::console);
    const auto other = taken<command_message>(
        R"({"type":"command","id":"c-1","expect":1,"name":"extend_ballot","args":{"ballot":"b1","by_ms":30001}})",
        client_role::console);
    CHECK(one.content == same.content);
    CHECK(one.content != other.content);
    CHECK(same.expect == 9);
}

TEST_CASE("every valid definition is taken, and written and read again is the same") {
    for (const auto& one : examples("definition/valid")) {
        CAPTURE(one.name);
        const auto parsed = parse_json(one.text, limits::json_depth);
        REQUIRE(parsed.has_value());
        const auto what = read_definition(*parsed);
        REQUIRE(what.has_value());
        const auto again = read_definition(write_definition(*what));
        REQUIRE(again.has_value());
        CHECK((*again == *what));
    }
}

TEST_CASE("every invalid definition is answered with its code") {
    for (const auto& one : examples("definition/invalid")) {
        CAPTURE(one.name);
        const auto example = one.parsed();
        CHECK(code_of(example.at("text").get<std::string>()) == example.at("code").get<std::string>());
    }
}

TEST_CASE("a definition's problem names the place") {
    const auto what = read_definition(json::parse(R"({"id":"a","title":"题目","deputies":[{"id":"d1"}],"items":[]})"));
    REQUIRE_FALSE(what.has_value());
    CHECK(what.error().message == "deputies[0].name is missing");
}

TEST_CASE("what the server writes is what its examples say") {
    const confirmed_vote vote{inquiry::ballot_id{"b1"}, inquiry::mark{"satisfied"}, 1, "7KQ2-M9XA", 1795000000000, {}};
    CHECK(json::parse(write_receipt("9f86d081884c7d659a2feaa0c55ad015", vote)) ==
          only_example("receipt/valid", "choice.json"));
    CHECK(json::parse(write_done("c-1", 18)) == examples("done/valid").front().parsed());
    inquiry::ballot_result counted;
    counted.counts[inquiry::choice_id{"satisfied"}] = 3;
    const auto count = json::parse(write_count(inquiry::ballot_id{"b1"}, counted));
    CHECK(count == json::parse(R"({"type":"count","ballot":"b1","counts":{"satisfied":3}})"));
    CHECK(json::parse(write_pong(5, 1795000000000)) ==
          json::parse(R"({"type":"pong","t":5,"server_time":1795000000000})"));
    CHECK(json::parse(write_you({}, {}, {})) ==
          json::parse(R"({"type":"you","checked_in":false,"votes":{},"requests":[]})"));
    CHECK(json::parse(write_welcome(client_role::live, "3f2a9c1e5b7d4086", 1795000000000, nullptr)) ==
          json::parse(R"({"type":"welcome","protocol":1,"role":"live","server_time":1795000000000,
                          "epoch":"3f2a9c1e5b7d4086"})"));
}

TEST_CASE("progress has counts and names only where it was given them") {
    progress p;
    p.ballot = inquiry::ballot_id{"b1"};
    p.cast = 41;
    p.eligible = 130;
    CHECK(json::parse(write_progress(p, 1795000000000)) ==
          json::parse(R"({"type":"progress","ballot":"b1","cast":41,"eligible":130,"server_time":1795000000000})"));
    p.not_voted = std::vector<inquiry::deputy_id>{inquiry::deputy_id{"d007"}};
    p.counts = inquiry::choice_counts{{inquiry::choice_id{"satisfied"}, 41}};
    const auto full = json::parse(write_progress(p, 1795000000000));
    CHECK(full.at("not_voted") == json::parse(R"(["d007"])"));
    CHECK(full.at("counts") == json::parse(R"({"satisfied":41})"));
}

TEST_CASE("a refusal of something unreadable names neither nonce nor id") {
    const auto out = json::parse(write_refused({{"bad_message", "not JSON"}, {}, {}}));
    CHECK(out == json::parse(R"({"type":"refused","code":"bad_message","message":"not JSON"})"));
}

TEST_CASE("the names of roles are read as they are written") {
    for (const auto role : {client_role::deputy, client_role::console, client_role::screen, client_role::live})
        CHECK((role_named(name_of(role)) == role));
    CHECK_FALSE(role_named("admin").has_value());
    CHECK_FALSE(role_named("").has_value());
}
