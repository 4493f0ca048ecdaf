#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <deque>
#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "rehearse/flock_loop.hpp"
#include "rehearse/logbook.hpp"
#include "rehearse/message.hpp"
#include "rehearse/options.hpp"

namespace boost::asio::ssl {
class context;
}

namespace wenzheng::rehearse {

namespace asio = boost::asio;

// What went wrong, in words for the person at the terminal; nothing when all is well.
using problem = std::optional<std::string>;

// Lets at most so many through at a time, so that thousands of clients don't all connect in one instant.
class turnstile {
public:
    turnstile(asio::io_context& io, int places) : io_(io), free_(places) {}
    asio::awaitable<void> enter();
    // Once for each enter() that returned.
    void leave();

private:
    asio::io_context& io_;
    int free_;
    std::deque<asio::steady_timer*> waiting_;  // each lives in the frame of its enter()
};

// All that the clients of one rehearsal share. One thread runs `io`, and everything here belongs to it. It has to
// outlive `io.run()`, and `io` is destroyed last because frames of coroutines die with it.
class stage {
public:
    stage(server_address where, std::uint64_t seed, bool moderated_by_others, std::ostream& progress);

    asio::io_context io{1};
    flock_loop clients{io};  // every WebSocket
    server_address server;
    std::shared_ptr<asio::ssl::context> trust;  // null: without TLS
    asio::ip::tcp::resolver::results_type endpoints;
    std::mt19937_64 random;
    message_cache frames;
    logbook log;
    turnstile entrance;

    // Looks the server up; what goes wrong is told as a problem.
    asio::awaitable<problem> resolve();
    // Waits until `holds`, which is asked after every ring(); false at the deadline or when interrupted.
    asio::awaitable<bool> until(std::function<bool()> holds, std::chrono::milliseconds longest);
    // Waits until `count` is `total`, and tells every few seconds how far it is; false as above.
    asio::awaitable<bool> gather(std::string what, std::function<std::size_t()> count, std::size_t total,
                                 std::chrono::milliseconds longest);
    asio::awaitable<void> pause(std::chrono::milliseconds time);
    // Something changed that somebody may wait for.
    void ring();
    void interrupt();
    bool interrupted() const { return interrupted_; }
    // One line for the person who waits.
    void tell(const std::string& line);

private:
    std::ostream& progress_;
    steady_clock::time_point started_ = steady_clock::now();
    std::vector<asio::steady_timer*> listening_;  // each lives in the frame of its until()
    bool interrupted_ = false;
};

// 128 random bits as 32 hex digits, from the system's generator: nonces must not repeat, whatever the seed.
std::string random_id();

// Room for `clients` sockets; false when the system doesn't allow that many.
bool allow_sockets(std::size_t clients);

}  // namespace wenzheng::rehearse
