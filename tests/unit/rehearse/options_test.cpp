#include "rehearse/options.hpp"

#include "catch.hpp"

using namespace wenzheng::rehearse;

namespace {

options good() {
    options chosen;
    chosen.url = "http://127.0.0.1:8080";
    return chosen;
}

}  // namespace

TEST_CASE("a URL is taken apart") {
    const auto plain = parse_url("http://127.0.0.1:8080");
    REQUIRE(plain);
    CHECK(plain->host == "127.0.0.1");
    CHECK(plain->port == "8080");
    CHECK(plain->authority == "127.0.0.1:8080");

    const auto slash = parse_url("http://hall.example/");
    REQUIRE(slash);
    CHECK(slash->host == "hall.example");
    CHECK(slash->port == "80");
    CHECK(slash->authority == "hall.example");

    const auto secure = parse_url("https://hall.example");
    REQUIRE(secure);
    CHECK(secure->tls);
    CHECK(secure->port == "443");
    CHECK_FALSE(plain->tls);
    CHECK(parse_url("https://[::1]:9000")->port == "9000");

    const auto six = parse_url("http://[::1]:9000");
    REQUIRE(six);
    CHECK(six->host == "::1");
    CHECK(six->port == "9000");
    CHECK(six->authority == "[::1]:9000");
}

TEST_CASE("other addresses are refused") {
    const auto url =
        GENERATE(as<std::string>{}, "", "http://", "https://", "https:/hall", "hall.example:8080", "http://:80",
                 "http://hall:0", "http://hall:65536", "http://hall:80x", "http://hall:80/phone", "http://me@hall",
                 "http://[::1", "http://[::1]9000", "http://[]:80", "ws://hall:80");
    CAPTURE(url);
    CHECK_FALSE(parse_url(url));
}

TEST_CASE("the defaults with a URL are good") { CHECK_FALSE(problem_of(good())); }

TEST_CASE("each unusable option is named") {
    auto chosen = good();
    std::string flag;
    SECTION("url") {
        chosen.url = "hall";
        flag = "--url";
    }
    SECTION("ca without TLS") {
        chosen.ca = "ca.pem";
        flag = "--ca";
    }
    SECTION("insecure without TLS") {
        chosen.insecure = true;
        flag = "--insecure";
    }
    SECTION("both") {
        chosen.url = "https://hall";
        chosen.ca = "ca.pem";
        chosen.insecure = true;
        flag = "--insecure";
    }
    SECTION("account") {
        chosen.account.clear();
        flag = "--account";
    }
    SECTION("password") {
        chosen.password_env.clear();
        flag = "--password-env";
    }
    SECTION("deputies") {
        chosen.deputies = GENERATE(0, -1, 5'001);
        flag = "--deputies";
    }
    SECTION("viewers") {
        chosen.viewers = -1;
        flag = "--viewers";
    }
    SECTION("rounds") {
        chosen.rounds = GENERATE(0, 101);
        flag = "--rounds";
    }
    SECTION("join") {
        chosen.join = GENERATE("Shiquan", "a b", "../x");
        flag = "--join";
    }
    const auto wrong = problem_of(chosen);
    REQUIRE(wrong);
    CHECK(wrong->find(flag) != std::string::npos);
}

TEST_CASE("more clients than one address can open are refused") {
    auto chosen = good();
    chosen.viewers = 60'000;
    CHECK(problem_of(chosen));
}
