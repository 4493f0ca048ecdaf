#include "rehearse/stage.hpp"

#include <sodium.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iomanip>
#include <ostream>
#include <utility>

namespace wenzheng::rehearse {
namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr int connects_at_once = 64;
constexpr std::chrono::milliseconds ring_interval{2};
constexpr std::chrono::seconds tell_interval{2};
// Files that are no client's socket.
constexpr std::size_t spare_files = 64;

}  // namespace

asio::awaitable<void> turnstile::enter() {
    if (free_ > 0) {
        --free_;
        co_return;
    }
    asio::steady_timer turn{io_, steady_clock::time_point::max()};
    waiting_.push_back(&turn);
    // Cancelled by leave(), which hands its place over without freeing it.
    co_await turn.async_wait(as_values);
}

void turnstile::leave() {
    if (waiting_.empty()) {
        ++free_;
        return;
    }
    auto* next = waiting_.front();
    waiting_.pop_front();
    next->cancel();
}

stage::stage(server_address where, std::uint64_t seed, bool moderated_by_others, std::ostream& progress)
    : server(std::move(where)),
      random(seed),
      log(moderated_by_others),
      entrance(io, connects_at_once),
      progress_(progress) {}

asio::awaitable<problem> stage::resolve() {
    asio::ip::tcp::resolver resolver{io};
    auto [error, found] = co_await resolver.async_resolve(server.host, server.port, as_values);
    if (error) co_return server.authority + " can't be looked up: " + error.message();
    endpoints = std::move(found);
    co_return std::nullopt;
}

asio::awaitable<bool> stage::until(std::function<bool()> holds, std::chrono::milliseconds longest) {
    const auto deadline = steady_clock::now() + longest;
    asio::steady_timer bell{io};
    while (!interrupted_ && !holds()) {
        if (steady_clock::now() >= deadline) co_return false;
        bell.expires_at(deadline);
        listening_.push_back(&bell);
        co_await bell.async_wait(as_values);
        std::erase(listening_, &bell);
        // What is asked may look at thousands of clients, so not after each one's message.
        co_await pause(ring_interval);
    }
    co_return !interrupted_;
}

asio::awaitable<bool> stage::gather(std::string what, std::function<std::size_t()> count, std::size_t total,
                                    std::chrono::milliseconds longest) {
    const auto deadline = steady_clock::now() + longest;
    const std::function<bool()> complete = [&count, total] { return count() >= total; };
    while (!interrupted_ && steady_clock::now() < deadline) {
        const bool reached = co_await until(complete, tell_interval);
        if (reached) co_return true;
        tell(what + ": " + std::to_string(count()) + " of " + std::to_string(total));
    }
    co_return false;
}

asio::awaitable<void> stage::pause(std::chrono::milliseconds time) {
    asio::steady_timer timer{io, time};
    co_await timer.async_wait(as_values);
}

void stage::ring() {
    for (auto* bell : listening_) bell->cancel();
    listening_.clear();
}

void stage::interrupt() {
    interrupted_ = true;
    ring();
}

void stage::tell(const std::string& line) {
    const std::chrono::duration<double> elapsed = steady_clock::now() - started_;
    progress_ << std::fixed << std::setprecision(1) << std::setw(7) << elapsed.count() << " s  " << line << std::endl;
}

std::string random_id() {
    std::array<unsigned char, 16> bits{};
    randombytes_buf(bits.data(), bits.size());
    std::array<char, 2 * bits.size() + 1> text{};
    sodium_bin2hex(text.data(), text.size(), bits.data(), bits.size());
    return text.data();
}

bool allow_sockets(std::size_t clients) {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return false;
    const auto wanted = static_cast<rlim_t>(clients + spare_files);
    if (limit.rlim_cur >= wanted) return true;
    if (limit.rlim_max < wanted) return false;
    limit.rlim_cur = wanted;
    return setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

}  // namespace wenzheng::rehearse
