#include "wire/views.hpp"

#include "catch.hpp"
#include "inquiry/evening.hpp"

using namespace wenzheng;
using namespace wenzheng::inquiry;
using testing::evening;
using wire::client_role;
using wire::json;

namespace {

const ballot_id plain{"plain"};
constexpr client_role all_roles[] = {client_role::deputy, client_role::console, client_role::screen, client_role::live};

json view(const evening& e, client_role role = client_role::live) {
    return json::parse(wire::write_view(e.now, role, {"epoch", e.clock})).at("inquiry");
}

json ballot_in(const json& inquiry, const std::string& id) {
    for (const auto& one : inquiry.at("ballots"))
        if (one.at("id") == id) return one;
    FAIL("no ballot " << id);
    return {};
}

evening closed() {
    evening e;
    e.begin();
    e.give(command::open_ballot{plain, std::nullopt});
    e.press("d1", "satisfied");
    e.press("d2", "dissatisfied");
    e.give(command::close_ballot{plain});
    return e;
}

}  // namespace

TEST_CASE("a result is in every role's view once revealed, and not before") {
    auto e = closed();
    for (const auto role : all_roles) CHECK_FALSE(ballot_in(view(e, role), "plain").contains("result"));
    e.give(command::reveal_ballot{plain});
    for (const auto role : all_roles) {
        const auto result = ballot_in(view(e, role), "plain").at("result");
        CHECK(result.at("counts") == json::parse(R"({"satisfied":1,"basically_satisfied":0,"dissatisfied":1})"));
        CHECK(result.at("percent").at("satisfied") == "50.00");
        CHECK(result.at("digest") == e.ballot("plain").digest);
        CHECK(result.at("verdict").at("name").is_null());
        CHECK_FALSE(result.contains("score"));
    }
}

TEST_CASE("a ballot voided before its reveal shows its count to an operator's GET only") {
    auto e = closed();
    e.give(command::void_ballot{plain, "重投"});
    for (const auto role : all_roles) {
        const auto ballot = ballot_in(view(e, role), "plain");
        CHECK(ballot.at("state") == "void");
        CHECK(ballot.at("void_reason") == "重投");
        CHECK_FALSE(ballot.contains("result"));
    }
    const auto got = json::parse(wire::write_inquiry_for_operator(e.now, {"epoch", e.clock}));
    CHECK(ballot_in(got.at("state"), "plain").at("result").at("counts").at("satisfied") == 1);
}

TEST_CASE("a closed ballot's count is not in an operator's GET either") {
    const auto e = closed();
    const auto got = json::parse(wire::write_inquiry_for_operator(e.now, {"epoch", e.clock}));
    CHECK_FALSE(ballot_in(got.at("state"), "plain").contains("result"));
}

TEST_CASE("a ballot voided after its reveal keeps its result, marked") {
    auto e = closed();
    e.give(command::reveal_ballot{plain});
    e.give(command::void_ballot{plain, "重投"});
    const auto ballot = ballot_in(view(e), "plain");
    CHECK(ballot.at("state") == "void");
    CHECK(ballot.at("result").at("cast") == 2);
}

TEST_CASE("screens are for screens and consoles, the roll for consoles, keys for nobody") {
    evening e;
    e.give(command::issue_keys{{{deputy_id{"d1"}, "secrethash"}}});
    e.give(command::add_screen{screen_id{"s1"}, "大屏", layout::hall, "secrethash"});
    for (const auto role : all_roles) {
        const auto text = wire::write_view(e.now, role, {"epoch", e.clock});
        CHECK(text.find("secrethash") == std::string::npos);
        const auto inquiry = view(e, role);
        CHECK(inquiry.contains("screens") == (role == client_role::screen || role == client_role::console));
        CHECK(inquiry.contains("deputies") == (role == client_role::console));
    }
}

TEST_CASE("a view is whole: its rev, who is present, the agenda and the timer") {
    evening e;
    e.begin();
    e.give(command::start_timer{timer_kind::answer, 120'000});
    const auto whole = json::parse(wire::write_view(e.now, client_role::live, {"epoch", e.clock}));
    CHECK(whole.at("type") == "view");
    CHECK(whole.at("rev") == e.now.rev);
    CHECK(whole.at("epoch") == "epoch");
    CHECK(whole.at("server_time") == e.clock);
    const auto& inquiry = whole.at("inquiry");
    CHECK(inquiry.at("present") == 6);
    CHECK(inquiry.at("entitled") == 6);
    CHECK(inquiry.at("items").size() == 2);
    CHECK(inquiry.at("timer").at("state") == "running");
    CHECK(inquiry.at("timer").at("ends_at") == e.clock + 120'000);
    CHECK(inquiry.at("timer").at("remaining_ms").is_null());
    CHECK(ballot_in(inquiry, "timed").at("opens_at").is_null());
    CHECK(ballot_in(inquiry, "after").at("follows") == "plain");
}

TEST_CASE("choices are labelled in the language of the inquiry") {
    auto what = testing::a_definition();
    CHECK(ballot_in(view(evening(what)), "plain").at("scale").at("choices")[0].at("label") == "满意");
    what.language = "en";
    CHECK(ballot_in(view(evening(what)), "plain").at("scale").at("choices")[0].at("label") == "Satisfied");
}
