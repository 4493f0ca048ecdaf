#include "rehearse/flock.hpp"

#include <chrono>
#include <functional>

#include "catch.hpp"
#include "rehearse/reconnect.hpp"
#include "rehearse/server_end.hpp"

using namespace wenzheng::rehearse;
using namespace wenzheng::testing;

namespace {

using wenzheng::rehearse::flock;  // and not fcntl's

const std::string restart = "\x03\xf4";
const std::string normal = "\x03\xe8";

struct audience final : flock::keeper {
    void opened(std::size_t who) override { note(who, "opened"); }
    void text(std::size_t who, std::string_view message) override {
        note(who, "text " + std::string{message});
        if (on_text) on_text(who);
    }
    void ended(std::size_t who, int code, std::string_view why) override {
        note(who, "ended " + std::to_string(code) + " " + std::string{why});
    }
    void note(std::size_t who, const std::string& what) { all.push_back(std::to_string(who) + " " + what); }

    std::vector<std::string> all;
    std::function<void(std::size_t)> on_text;
    flock clients{*this, 8};

    // Polls until it holds; where it never does, the test fails and doesn't hang.
    bool soon(const std::function<bool()>& holds) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (!holds()) {
            if (std::chrono::steady_clock::now() >= deadline) return false;
            clients.poll(5);
        }
        return true;
    }

    std::size_t join(server_end& server) {
        flock_place where;
        where.socket = server.client;
        where.host = "hall.test";
        where.path = "/ws/live";
        where.cookie = "wz_deputy=1";
        where.agent = "tester";
        const auto who = clients.add(where);
        REQUIRE(soon([&] { return !server.request().empty(); }));
        return who;
    }

    std::size_t join_and_open(server_end& server) {
        const auto who = join(server);
        server.accept();
        const auto before = all.size();
        REQUIRE(soon([&] { return all.size() > before; }));
        REQUIRE(all.back() == std::to_string(who) + " opened");
        return who;
    }
};

}  // namespace

TEST_CASE("a connected socket is taken over, spoken on and closed", "[flock]") {
    boost::asio::io_context io;
    server_end server{io};
    audience heard;
    const auto who = heard.join(server);
    CHECK(server.request().starts_with("GET /ws/live HTTP/1.1\r\nHost: hall.test\r\n"));
    CHECK(server.request().find("\r\nUser-Agent: tester\r\nCookie: wz_deputy=1\r\n") != std::string::npos);
    server.accept(server_frame(0x81, "welcome"));
    REQUIRE(heard.soon([&] { return heard.all.size() >= 2; }));
    heard.clients.send(who, "here");
    server.write(server_frame(0x89, "alive?") + server_frame(0x88, restart));
    REQUIRE(heard.soon([&] { return server.closed(); }));
    CHECK(heard.all == std::vector<std::string>{"0 opened", "0 text welcome", "0 ended 1012 closed"});
    CHECK(server.frames() == said{"1 here", "10 alive?", "8 " + restart});
}

TEST_CASE("a goodbye is said once, and only the answer is waited for", "[flock]") {
    boost::asio::io_context io;
    server_end server{io};
    audience heard;
    const auto who = heard.join_and_open(server);
    heard.clients.send(who, "last word");
    heard.clients.close(who);
    heard.clients.close(who);
    heard.clients.send(who, "too late");
    REQUIRE(heard.soon([&] { return server.frames().size() >= 2; }));
    CHECK_FALSE(server.closed());
    server.write(server_frame(0x81, "not told") + server_frame(0x89, "not answered") + server_frame(0x88, normal));
    REQUIRE(heard.soon([&] { return server.closed(); }));
    CHECK(heard.all == std::vector<std::string>{"0 opened", "0 ended 1000 closed"});
    CHECK(server.frames() == said{"1 last word", "8 " + normal});
}

TEST_CASE("an answer that is no WebSocket's ends it, and says which it was", "[flock]") {
    boost::asio::io_context io;
    server_end server{io};
    audience heard;
    const auto who = heard.join(server);
    heard.clients.send(who, "to nobody");
    heard.clients.close(who);
    SECTION("a refusal") {
        server.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
        REQUIRE(heard.soon([&] { return server.closed(); }));
        CHECK(heard.all == std::vector<std::string>{"0 ended 1006 HTTP/1.1 403 Forbidden"});
    }
    SECTION("a yes to somebody else") {
        server.write("HTTP/1.1 101 Switching Protocols\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n");
        REQUIRE(heard.soon([&] { return server.closed(); }));
        CHECK(heard.all == std::vector<std::string>{"0 ended 1006 the answer to another handshake"});
    }
    SECTION("none") {
        heard.clients.drop(who);
        REQUIRE(heard.soon([&] { return server.closed(); }));
        CHECK(heard.all.empty());
    }
    CHECK(server.frames().empty());
}

TEST_CASE("a number that was forgotten is given out again, to one who hears nothing of the former", "[flock]") {
    boost::asio::io_context io;
    server_end first{io};
    server_end second{io};
    server_end third{io};
    server_end fourth{io};
    audience heard;
    CHECK(heard.join_and_open(first) == 0);
    CHECK(heard.join_and_open(second) == 1);
    heard.on_text = [&](std::size_t who) { heard.clients.forget(who); };
    first.write(server_frame(0x81, "one") + server_frame(0x81, "two") + server_frame(0x88, normal));
    REQUIRE(heard.soon([&] { return first.closed(); }));
    heard.on_text = {};
    CHECK(heard.join_and_open(third) == 0);
    CHECK(heard.join_and_open(fourth) == 2);
    third.write(server_frame(0x81, "of the third"));
    REQUIRE(heard.soon([&] { return heard.all.size() >= 6; }));
    CHECK(heard.all == std::vector<std::string>{"0 opened", "1 opened", "0 text one", "0 opened", "2 opened",
                                                "0 text of the third"});
    CHECK(first.frames().empty());
}
