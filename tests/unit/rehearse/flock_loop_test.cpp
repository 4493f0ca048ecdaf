#include "rehearse/flock_loop.hpp"

#include <functional>

#include "catch.hpp"
#include "rehearse/reconnect.hpp"
#include "rehearse/server_end.hpp"

using namespace wenzheng::rehearse;
using namespace wenzheng::testing;

namespace {

using std::chrono::milliseconds;

constexpr milliseconds never{std::chrono::hours{1}};
constexpr milliseconds soon_over{100};
constexpr milliseconds often{5};

struct visitor final : flock_loop::client {
    void opened() override { open = true; }
    void text(std::string_view message) override { last = message; }
    void ended(int with, std::string_view) override { code = with; }

    bool open = false;
    std::string last;
    int code = 0;
};

struct hall {
    explicit hall(flock_limits limits) : clients(io, limits) {}

    boost::asio::io_context io;
    flock_loop clients;

    std::size_t enter(server_end& server, visitor& who) {
        flock_place where;
        where.socket = server.client;
        where.path = "/";
        return clients.add(where, who);
    }
    std::size_t enter_and_open(server_end& server, visitor& who) {
        const auto number = enter(server, who);
        REQUIRE(soon([&] { return !server.request().empty(); }));
        server.accept();
        REQUIRE(soon([&] { return who.open; }));
        return number;
    }
    bool soon(const std::function<bool()>& holds) {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{20};
        while (!holds()) {
            if (std::chrono::steady_clock::now() >= deadline) return false;
            io.run_one_for(milliseconds{5});
        }
        return true;
    }
};

}  // namespace

TEST_CASE("a server that never answers the handshake is given up", "[flock_loop]") {
    hall here{{soon_over, never, often}};
    server_end server{here.io};
    visitor who;
    here.enter(server, who);
    REQUIRE(here.soon([&] { return server.closed(); }));
    CHECK(who.code == close_abnormal);
    CHECK_FALSE(who.open);
}

TEST_CASE("a server that falls silent is given up, and one that pings is not", "[flock_loop]") {
    hall here{{never, soon_over, often}};
    server_end silent{here.io};
    server_end alive{here.io};
    visitor left;
    visitor kept;
    here.enter_and_open(alive, kept);
    const auto pinged = [&] {
        alive.write(server_frame(0x89, ""));
        return true;
    };
    here.enter(silent, left);
    REQUIRE(here.soon([&] { return pinged() && !silent.request().empty(); }));
    silent.accept();
    REQUIRE(here.soon([&] { return pinged() && silent.closed(); }));
    CHECK(left.open);
    CHECK(left.code == close_abnormal);
    CHECK(kept.code == 0);
    alive.write(server_frame(0x81, "still here"));
    CHECK(here.soon([&] { return kept.last == "still here"; }));
}

TEST_CASE("a goodbye that isn't answered is not waited for longer than a handshake", "[flock_loop]") {
    hall here{{milliseconds{1'500}, never, often}};
    server_end server{here.io};
    visitor who;
    here.clients.close(here.enter_and_open(server, who));
    const said goodbye{"8 \x03\xe8"};
    REQUIRE(here.soon([&] { return server.frames() == goodbye; }));
    // Whatever else the server says.
    server.write(server_frame(0x81, "busy"));
    REQUIRE(here.soon([&] { return server.closed(); }));
    CHECK(who.code == close_abnormal);
    CHECK(who.last.empty());
    CHECK(server.frames() == goodbye);
}

TEST_CASE("who drops hears nothing more, and the number serves another", "[flock_loop]") {
    hall here{{never, never, often}};
    server_end servers[3] = {server_end{here.io}, server_end{here.io}, server_end{here.io}};
    visitor visitors[3];
    const auto number = here.enter_and_open(servers[0], visitors[0]);
    servers[0].write(server_frame(0x81, "unheard"));
    here.clients.drop(number);
    REQUIRE(here.soon([&] { return servers[0].closed(); }));
    // It becomes free with what happens next.
    const auto second = here.enter_and_open(servers[1], visitors[1]);
    const auto third = here.enter_and_open(servers[2], visitors[2]);
    CHECK((second == number || third == number));
    servers[1].write(server_frame(0x81, "for the second"));
    servers[2].write(server_frame(0x81, "for the third"));
    REQUIRE(here.soon([&] { return !visitors[1].last.empty() && !visitors[2].last.empty(); }));
    CHECK(visitors[0].last.empty());
    CHECK(visitors[0].code == 0);
    CHECK(visitors[1].last == "for the second");
    CHECK(visitors[2].last == "for the third");
}
