#include "program/simulations.hpp"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "catch.hpp"
#include "inquiry/limits.hpp"

using namespace wenzheng;
using inquiry::inquiry_id;
namespace fs = std::filesystem;
using clock_type = std::chrono::steady_clock;

namespace {

constexpr std::chrono::seconds patience{20};

// Tells what it was started with and then stays, as its rehearsal's name asks.
constexpr const char* script = R"(#!/bin/sh
exec 3>"$0.$5"
echo "$@" >&3
echo "cookie=$WENZHENG_OPERATOR_COOKIE password=$WENZHENG_ADMIN_PASSWORD" >&3
case "$5" in
  short) exit 3 ;;
  deaf) trap '' TERM ;;
esac
exec sleep 600
)";

// A stand-in for the program, and one pipe for each rehearsal that it tells by.
class stand_in {
public:
    stand_in() {
        auto pattern = (fs::temp_directory_path() / "wenzheng-test-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary directory");
        directory_ = pattern;
        std::ofstream(program()) << script;
        fs::permissions(program(), fs::perms::owner_all);
    }
    ~stand_in() {
        std::error_code ignored;
        fs::remove_all(directory_, ignored);
    }
    stand_in(const stand_in&) = delete;
    stand_in& operator=(const stand_in&) = delete;

    std::string program() const { return (directory_ / "program").string(); }
    std::string pipe_of(const inquiry_id& id) const { return program() + "." + id.value; }

private:
    fs::path directory_;
};

// What one process tells; its end is the end of what can be read.
class listener {
public:
    listener(const stand_in& from, const inquiry_id& id) {
        const auto path = from.pipe_of(id);
        if (::mkfifo(path.c_str(), 0600) != 0) throw std::runtime_error("no pipe");
        descriptor_ = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    }
    ~listener() { ::close(descriptor_); }
    listener(const listener&) = delete;
    listener& operator=(const listener&) = delete;

    std::string line() {
        const auto deadline = clock_type::now() + patience;
        // Between one process and the next there is nobody at the other end.
        while (text_.find('\n') == std::string::npos)
            if (!read_some() && clock_type::now() > deadline) throw std::runtime_error("the process told nothing");
        const auto end = text_.find('\n');
        const auto line = text_.substr(0, end);
        text_.erase(0, end + 1);
        return line;
    }

    bool ends() {
        while (read_some()) {
        }
        return ended_;
    }

private:
    bool read_some() {
        pollfd wanted{descriptor_, POLLIN, 0};
        const std::chrono::milliseconds longest = patience;
        if (::poll(&wanted, 1, static_cast<int>(longest.count())) <= 0) return false;
        std::array<char, 512> buffer{};
        const auto size = ::read(descriptor_, buffer.data(), buffer.size());
        if (size > 0) text_.append(buffer.data(), static_cast<std::size_t>(size));
        ended_ = size == 0;
        return size > 0;
    }

    int descriptor_ = -1;
    std::string text_;
    bool ended_ = false;
};

const inquiry_id one{"one"};

bool comes_to_an_end(const program::simulations& all, const inquiry_id& id) {
    const auto deadline = clock_type::now() + patience;
    while (all.of(id).running && clock_type::now() < deadline) std::this_thread::yield();
    return !all.of(id).running;
}

}  // namespace

TEST_CASE("a simulation is a process that joins the rehearsal, with its secret on no command line") {
    ::setenv("WENZHENG_ADMIN_PASSWORD", "the administrator's", 1);
    const stand_in server;
    program::simulations all(server.program());
    all.serve_at("http://127.0.0.1:1234");
    CHECK_FALSE(all.of(one).running);
    listener told(server, one);
    REQUIRE(all.start(one, 7, "secret.value").has_value());
    CHECK(all.of(one).running);
    CHECK(all.of(one).deputies == 7);
    CHECK_FALSE(all.of(inquiry_id{"other"}).running);
    CHECK(told.line() ==
          "rehearse --url http://127.0.0.1:1234 --join one --deputies 7 --viewers 0 --cookie-env "
          "WENZHENG_OPERATOR_COOKIE");
    CHECK(told.line() == "cookie=secret.value password=");
    all.stop(one);
    CHECK_FALSE(all.of(one).running);
    CHECK(told.ends());
}

TEST_CASE("one that ends by itself is not running any more") {
    const stand_in server;
    program::simulations all(server.program());
    const inquiry_id id{"short"};
    listener told(server, id);
    REQUIRE(all.start(id, 7, "secret").has_value());
    CHECK(comes_to_an_end(all, id));
    CHECK(told.ends());
}

TEST_CASE("one that can't be started is not running") {
    program::simulations all("/nowhere/at/all");
    REQUIRE(all.start(one, 7, "secret").has_value());
    CHECK(comes_to_an_end(all, one));
}

TEST_CASE("another number of deputies takes the place of the first") {
    const stand_in server;
    program::simulations all(server.program());
    listener told(server, one);
    REQUIRE(all.start(one, 7, "secret").has_value());
    CHECK(told.line().find("--deputies 7") != std::string::npos);
    told.line();
    REQUIRE(all.start(one, 3, "secret").has_value());
    CHECK(told.line().find("--deputies 3") != std::string::npos);
    CHECK(all.of(one).deputies == 3);
    all.stop(one);
    CHECK(told.ends());
}

TEST_CASE("so many run at once, and no more") {
    const stand_in server;
    program::simulations all(server.program());
    for (std::size_t n = 0; n < limits::simulations; ++n)
        REQUIRE(all.start(inquiry_id{"r" + std::to_string(n)}, 1, "secret").has_value());
    const auto more = all.start(one, 1, "secret");
    REQUIRE_FALSE(more.has_value());
    CHECK(more.error().code == "limit_reached");
    CHECK(all.start(inquiry_id{"r0"}, 2, "secret").has_value());
    all.stop(inquiry_id{"r0"});
    CHECK(all.start(one, 1, "secret").has_value());
}

TEST_CASE("one that does not leave is ended") {
    const stand_in server;
    const inquiry_id id{"deaf"};
    listener told(server, id);
    SECTION("by stop, in a while") {
        program::simulations all(server.program());
        REQUIRE(all.start(id, 1, "secret").has_value());
        told.line();
        told.line();
        all.stop(id);
        CHECK(told.ends());
    }
    SECTION("with the server, at once") {
        {
            program::simulations all(server.program());
            REQUIRE(all.start(id, 1, "secret").has_value());
            told.line();
            told.line();
            all.stop_all();
            CHECK(all.start(one, 1, "secret").error().code == "unavailable");
        }
        CHECK(told.ends());
    }
}
