#include "record/private_redis.hpp"

#include <signal.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <cstdlib>
#include <fstream>

#include "catch.hpp"
#include "record/follower.hpp"
#include "record/hall.hpp"
#include "record/store_marker.hpp"

using namespace wenzheng;
using namespace wenzheng::record;
using testing::hall;
using testing::outcome_of;
using testing::own_redis;
using testing::test_store;

namespace {

// Sends the same bytes until the store answers, as a node does it.
cast_answer cast_until_answered(test_store& at, const inquiry::inquiry_id& id, const vote_to_cast& vote) {
    const auto deadline = std::chrono::steady_clock::now() + testing::patience;
    const std::vector<vote_to_cast> votes{vote};
    while (std::chrono::steady_clock::now() < deadline) {
        if (const auto answers = at.cast(id, votes)) return answers->front();
        at.wait_ready();
    }
    throw std::runtime_error("the store did not come back");
}

void append_plain(test_store& at, const inquiry::inquiry_id& id, std::uint64_t expect) {
    const std::vector<event_to_append> events{{"event " + std::to_string(expect + 1), {}, {}, {}}};
    auto answer = at.append(id, expect, events);
    while (!answer && at.wait_ready()) answer = at.append(id, expect, events);
    REQUIRE(answer.has_value());
}

// What a follower was given, on an io_context of its own.
struct listening {
    listening(const redis_endpoint& at, const inquiry::inquiry_id& id)
        : of(context.get_executor(), at), followed(of, id, 0, [this](const std::vector<stored_event>& batch) {
              for (const auto& event : batch) revs.push_back(event.rev);
          }) {
        boost::asio::co_spawn(context, run_store(*this), boost::asio::detached);
        boost::asio::co_spawn(context, run(*this), boost::asio::detached);
    }
    ~listening() {
        followed.stop();
        of.stop();
        testing::run_until(context, [this] { return ended && store_ended; });
    }

    static boost::asio::awaitable<void> run(listening& self) {
        co_await self.followed.run();
        self.ended = true;
    }

    static boost::asio::awaitable<void> run_store(listening& self) {
        co_await self.of.run();
        self.store_ended = true;
    }

    bool until(std::size_t count) {
        return testing::run_until(context, [&] { return revs.size() >= count; });
    }

    boost::asio::io_context context{1};
    std::vector<std::uint64_t> revs;
    store of;
    follower followed;
    bool ended = false;
    bool store_ended = false;
};

}  // namespace

TEST_CASE("a Redis that is killed comes back, and what was confirmed is still there") {
    own_redis own;
    test_store at(own.redis->endpoint());
    hall hall(at);
    hall.open("plain");
    const auto vote = hall.vote("d1", "n1", "plain", "satisfied");
    const auto before = hall.cast(vote);
    const auto epoch = at.store().epoch();
    const int killed = own.pid();
    REQUIRE(killed > 1);
    REQUIRE(::kill(killed, SIGKILL) == 0);
    auto again = hall.vote("d1", "n1", "plain", "satisfied");
    const auto after = cast_until_answered(at, hall.id, again);
    CHECK(outcome_of(after) == "confirmed");
    CHECK(after.receipt == before.receipt);
    CHECK(after.at == before.at);
    CHECK(own.pid() != killed);
    CHECK_FALSE(own.redis->disk_failed());
    CHECK(at.store().epoch() == epoch);
    CHECK(outcome_of(hall.cast(hall.vote("d2", "n1", "plain", "dissatisfied"))) == "confirmed");
    hall.close("plain");
    CHECK(hall.last_seal.votes.size() == 2);
}

TEST_CASE("a record outlives a stop in order") {
    const testing::temporary_directory directory;
    const auto id = testing::fresh_inquiry();
    for (std::uint64_t run = 0; run < 2; ++run) {
        auto redis = private_redis::start(directory.path.string());
        REQUIRE(redis.has_value());
        test_store at((*redis)->endpoint());
        CHECK(at.read(id, 0)->size() == run);
        append_plain(at, id, run);
    }
}

TEST_CASE("a data directory is held by one server") {
    own_redis own;
    const auto second = private_redis::start(own.directory.path.string());
    REQUIRE_FALSE(second.has_value());
    CHECK(second.error() == "another wenzheng holds this data directory");
    test_store at(own.redis->endpoint());
    CHECK(at.store().is_ready());
}

TEST_CASE("a data directory that can't be made is a problem in words") {
    const testing::temporary_directory directory;
    std::ofstream(directory.path / "file") << "in the way";
    const auto redis = private_redis::start((directory.path / "file" / "data").string());
    REQUIRE_FALSE(redis.has_value());
    CHECK(redis.error().find("data directory") != std::string::npos);
}

TEST_CASE("a data directory may have a long path") {
    const testing::temporary_directory directory;
    const auto deep = directory.path / std::string(100, 'a') / std::string(100, 'b');
    const auto redis = private_redis::start(deep.string());
    REQUIRE(redis.has_value());
    test_store at((*redis)->endpoint());
    CHECK(at.store().is_ready());
}

TEST_CASE("a Redis that a killed server left behind is ended and replaced, with its record") {
    const testing::temporary_directory directory;
    const auto id = testing::fresh_inquiry();
    // Behind a shell, so that it is nobody's child here.
    const auto command = "cd " + directory.path.string() +
                         " && redis-server --port 0 --unixsocket redis.sock --dir . --pidfile redis.pid"
                         " --logfile redis.log --daemonize yes --save '' --appendonly yes --appendfsync always"
                         " >/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    redis_endpoint left_behind;
    left_behind.unix_path = (directory.path / "redis.sock").string();
    int orphan = 0;
    {
        test_store at(left_behind);
        append_plain(at, id, 0);
        std::ifstream(directory.path / "redis.pid") >> orphan;
        REQUIRE(orphan > 1);
    }
    const auto redis = private_redis::start(directory.path.string());
    REQUIRE(redis.has_value());
    test_store at((*redis)->endpoint());
    CHECK(at.read(id, 0)->size() == 1);
    int running = 0;
    std::ifstream(directory.path / "redis.pid") >> running;
    CHECK(running != orphan);
    CHECK(at.check_durable().empty());
}

TEST_CASE("a follower gets every event once and in order, also over a break of the store") {
    own_redis own;
    test_store at(own.redis->endpoint());
    const auto id = testing::fresh_inquiry();
    append_plain(at, id, 0);
    append_plain(at, id, 1);
    listening heard(own.redis->endpoint(), id);
    CHECK(heard.until(2));
    append_plain(at, id, 2);
    CHECK(heard.until(3));
    REQUIRE(::kill(own.pid(), SIGKILL) == 0);
    append_plain(at, id, 3);
    append_plain(at, id, 4);
    CHECK(heard.until(5));
    CHECK(heard.revs == std::vector<std::uint64_t>{1, 2, 3, 4, 5});
}

TEST_CASE("a directory whose record was begun and is gone is not begun again, but for a restore") {
    const testing::temporary_directory directory;
    std::ofstream(private_marker(directory.path)) << "{}";
    const auto refused = private_redis::start(directory.path.string());
    REQUIRE_FALSE(refused.has_value());
    CHECK(refused.error().find("the store is empty") != std::string::npos);
    CHECK(refused.error().find(private_marker(directory.path).string()) != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(directory.path / "appendonlydir"));
    CHECK(private_redis::start(directory.path.string(), private_redis::emptied::begin_anew).has_value());
}

TEST_CASE("a Redis whose directory is taken away is not trusted any more, nor started again") {
    own_redis own;
    CHECK(own.redis->trouble().empty());
    std::filesystem::rename(own.directory.path / "appendonlydir", own.directory.path / "elsewhere");
    CHECK(own.redis->trouble() == "store_emptied");
    std::filesystem::rename(own.directory.path / "elsewhere", own.directory.path / "appendonlydir");
    CHECK(own.redis->trouble() == "store_emptied");
}
