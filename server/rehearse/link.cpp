#include "rehearse/link.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <chrono>
#include <utility>

#include "rehearse/tls_link.hpp"

namespace wenzheng::rehearse {
namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::seconds connect_timeout{15};

// Of the first line of an answer, `HTTP/1.1 403 Forbidden`; a proxy's own may be 1.0. Empty where it's another text.
std::string status_in(std::string_view line) {
    return line.starts_with("HTTP/1.") && line.size() >= 12 ? std::string{line.substr(9, 3)} : std::string{};
}

}  // namespace

link::link(stage& shared, std::string path, std::string cookie, owner& whose)
    : shared_(shared),
      path_(std::move(path)),
      cookie_(std::move(cookie)),
      owner_(whose),
      turn_(shared.io, steady_clock::time_point::max()) {}

void link::start() {
    asio::co_spawn(shared_.io, run(), [self = shared_from_this()](std::exception_ptr failure) {
        if (failure) std::rethrow_exception(failure);
    });
}

void link::stop() {
    stopped_ = true;
    if (open_) shared_.clients.close(*place_);
}

void link::drop() {
    if (!open_) return;
    dropped_ = true;
    shared_.clients.drop(*place_);
    leave(close_abnormal);
}

bool link::send(std::string_view text) {
    if (!ready_) return false;
    shared_.clients.send(*place_, text);
    return true;
}

asio::awaitable<void> link::run() {
    auto code = close_abnormal;
    while (!stopped_) {
        dropped_ = false;
        code = co_await visit();
        if (stopped_ || dropped_) continue;
        const auto pause = policy_.after(code, shared_.random);
        if (!pause) break;
        co_await shared_.pause(*pause);
    }
    over_ = true;
    owner_.ended(code);
    shared_.ring();
}

asio::awaitable<int> link::visit() {
    co_await shared_.entrance.enter();
    problem failed{"stopped"};
    // Not as one expression: g++ 12 destroys what a co_await inside ?: gives twice.
    if (!stopped_) failed = co_await open();
    shared_.entrance.leave();
    if (failed) {
        trouble_ = std::move(*failed);
        co_return close_abnormal;
    }
    while (place_) co_await turn_.async_wait(as_values);
    if (!stopped_ && !dropped_) ++shared_.log.disconnections;
    if (close_code_ >= 4000) trouble_ = "closed with " + std::to_string(close_code_);
    co_return close_code_;
}

asio::awaitable<problem> link::open() {
    boost::beast::tcp_stream wire{shared_.io};
    const auto failed = co_await dial(shared_, wire, connect_timeout);
    if (failed) co_return "connecting: " + *failed;
    boost::system::error_code not_released;
    flock_place where;
    where.socket = wire.socket().release(not_released);
    if (not_released) co_return "connecting: " + not_released.message();
    where.host = shared_.server.authority;
    where.path = path_;
    where.cookie = cookie_;
    where.agent = "wenzheng-rehearse";
    refused_.reset();
    place_ = shared_.clients.add(std::move(where), *this);
    // It may be over again by the time this is told that it's open.
    while (place_ && !open_) co_await turn_.async_wait(as_values);
    co_return refused_;
}

void link::opened() {
    open_ = true;
    ++shared_.log.connections;
    turn_.cancel();
    if (stopped_) shared_.clients.close(*place_);
}

void link::text(std::string_view message) {
    const auto what = shared_.frames.read(message);
    if (!what) return;
    if (what->type == "welcome") {
        policy_.welcomed();
        ready_ = true;
    }
    owner_.received(what);
    shared_.ring();
}

void link::ended(int close_code, std::string_view why) {
    if (!open_) {
        const auto status = status_in(why);
        refused_ = status.empty() ? "opening " + path_ + ": " + std::string{why}
                                  : "the server answered " + status + " to the WebSocket of " + path_;
    }
    leave(close_code);
}

void link::leave(int close_code) {
    close_code_ = close_code;
    place_.reset();
    open_ = ready_ = false;
    turn_.cancel();
}

}  // namespace wenzheng::rehearse
