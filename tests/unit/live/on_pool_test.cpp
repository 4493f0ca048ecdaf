// Work on a pool's thread, and when whoever waits for it hears of it.
#include "live/on_pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>

#include "catch.hpp"

using namespace wenzheng;
namespace asio = boost::asio;

namespace {

constexpr std::chrono::seconds patience{20};

bool comes(std::promise<void>& what) { return what.get_future().wait_for(patience) == std::future_status::ready; }

// Two pieces of work for one thread: neither ends before what it's told to see has happened.
struct two_in_line {
    asio::io_context loop{1};
    asio::thread_pool pool{1};
    std::promise<void> both_wait;
    std::promise<void> first_is_answered;
    bool in_line = false;
    bool answered_meanwhile = false;

    asio::awaitable<void> first() {
        in_line = co_await live::on_pool(pool, [this] { return comes(both_wait); });
        first_is_answered.set_value();
    }
    asio::awaitable<void> second() {
        // Comes when this one has been suspended, so behind the work's place in the pool's line.
        asio::post(loop, [this] { both_wait.set_value(); });
        answered_meanwhile = co_await live::on_pool(pool, [this] { return comes(first_is_answered); });
    }
};

asio::awaitable<void> note_threads(asio::thread_pool& pool, std::thread::id& there, std::thread::id& afterwards) {
    there = co_await live::on_pool(pool, [] { return std::this_thread::get_id(); });
    afterwards = std::this_thread::get_id();
}

asio::awaitable<void> note_mishap(asio::thread_pool& pool, std::string& said) {
    const auto fail = []() -> int { throw std::runtime_error("no memory"); };
    try {
        co_await live::on_pool(pool, fail);
    } catch (const std::runtime_error& error) {
        said = error.what();
    }
}

}  // namespace

TEST_CASE("an answer leaves when its own work is done, whatever waits behind it") {
    two_in_line line;
    asio::co_spawn(line.loop, line.first(), asio::detached);
    asio::co_spawn(line.loop, line.second(), asio::detached);
    line.loop.run();
    REQUIRE(line.in_line);
    CHECK(line.answered_meanwhile);
}

TEST_CASE("the work is the pool's, and what comes after it the loop's") {
    asio::io_context loop{1};
    asio::thread_pool pool{1};
    std::thread::id there;
    std::thread::id afterwards;
    asio::co_spawn(loop, note_threads(pool, there, afterwards), asio::detached);
    loop.run();
    CHECK(afterwards == std::this_thread::get_id());
    CHECK(there != afterwards);
    CHECK(there != std::thread::id{});
}

TEST_CASE("what the work throws is thrown where it is waited for") {
    asio::io_context loop{1};
    asio::thread_pool pool{1};
    std::string said;
    asio::co_spawn(loop, note_mishap(pool, said), asio::detached);
    loop.run();
    CHECK(said == "no memory");
}
