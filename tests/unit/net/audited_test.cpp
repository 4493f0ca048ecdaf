#include "net/audited.hpp"

#include "catch.hpp"

using namespace wenzheng;
using boost::beast::http::verb;

namespace {

std::string act(verb method, const std::string& path) { return std::string(net::act_of(method, path).value_or("-")); }

}  // namespace

TEST_CASE("what administrators do has a word") {
    const std::string inquiry = "/api/v1/inquiries/evening";
    CHECK(act(verb::post, "/api/v1/login") == "signed_in");
    CHECK(act(verb::post, "/api/v1/logout") == "signed_out");
    CHECK(act(verb::post, "/api/v1/accounts") == "account_made");
    CHECK(act(verb::put, "/api/v1/accounts/clerk") == "account_changed");
    CHECK(act(verb::delete_, "/api/v1/accounts/clerk") == "account_removed");
    CHECK(act(verb::post, "/api/v1/inquiries") == "inquiry_made");
    CHECK(act(verb::put, inquiry) == "inquiry_changed");
    CHECK(act(verb::post, inquiry + "/rehearsals") == "rehearsal_made");
    CHECK(act(verb::post, inquiry + "/keys") == "keys_issued");
    CHECK(act(verb::post, inquiry + "/screens") == "screen_added");
    CHECK(act(verb::post, inquiry + "/simulation") == "simulation_set");
    CHECK(act(verb::post, inquiry + "/evidence") == "evidence_uploaded");
    CHECK(act(verb::post, inquiry + "/emblem") == "emblem_uploaded");
    CHECK(act(verb::get, inquiry + "/record") == "record_exported");
    CHECK(act(verb::get, inquiry + "/report") == "report_exported");
}

TEST_CASE("looking is no act, and neither is taking part") {
    for (const auto* path : {"/api/v1/accounts", "/api/v1/audit", "/api/v1/inquiries", "/api/v1/inquiries/evening",
                             "/api/v1/inquiries/evening/simulation", "/api/v1/inquiries/evening/live", "/live"})
        CHECK(act(verb::get, path) == "-");
    for (const auto* path : {"/api/v1/inquiries/evening/join", "/api/v1/inquiries/evening/screens/join",
                             "/api/v1/inquiries/check", "/api/v1/nothing"})
        CHECK(act(verb::post, path) == "-");
}
