#include "net/tls_link.hpp"

#include <netinet/tcp.h>
#include <openssl/err.h>
#include <sys/socket.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cerrno>
#include <string>

#include "inquiry/limits.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using boost::system::error_code;
using live::tcp_socket;

namespace {

constexpr auto as_values = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t record_bytes = 16 * 1024;
// What the inner socket holds each way, as the kernel reckons; and what the client's may hold unsent.
constexpr int inside_bytes = 32 * 1024;
constexpr int unsent_bytes_max = 16 * 1024;

// Only between two waits: whatever has to outlast one is copied.
std::array<char, record_bytes>& scratch() {
    thread_local std::array<char, record_bytes> bytes;
    return bytes;
}

bool would_block() noexcept { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

tls_link::tls_link(tcp_socket wire, tls_context context)
    : wire_(std::move(wire)),
      inside_(wire_.get_executor()),
      limit_(wire_.get_executor()),
      context_(std::move(context)),
      tls_(SSL_new(context_.get())) {
    error_code ignored;
    wire_.native_non_blocking(true, ignored);
    ::setsockopt(wire_.native_handle(), IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent_bytes_max, sizeof unsent_bytes_max);
    if (tls_ != nullptr) SSL_set_fd(tls_, wire_.native_handle());
}

tls_link::~tls_link() { SSL_free(tls_); }

// What has to happen before a call into TLS is made again.
asio::awaitable<tls_link::step> tls_link::settle(int answer) {
    const int why = SSL_get_error(tls_, answer);
    ERR_clear_error();
    if (why == SSL_ERROR_ZERO_RETURN) co_return step::ended;
    if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) co_return step::failed;
    if (!wire_.is_open()) co_return step::failed;
    const auto what = why == SSL_ERROR_WANT_READ ? tcp_socket::wait_read : tcp_socket::wait_write;
    const auto [error] = co_await wire_.async_wait(what, as_values);
    co_return error || !wire_.is_open() ? step::failed : step::again;
}

asio::awaitable<boost::system::result<tcp_socket>> tls_link::open() {
    const auto self = shared_from_this();
    const error_code gone = asio::error::connection_aborted;
    if (tls_ == nullptr) co_return gone;
    limit_.expires_after(limits::tls_handshake_timeout);
    limit_.async_wait([self](error_code passed) {
        if (!passed) self->abort();
    });
    for (int answer = SSL_accept(tls_); answer != 1; answer = SSL_accept(tls_)) {
        const auto next = co_await settle(answer);
        if (next != step::again) co_return gone;
    }
    limit_.cancel();
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair.data()) != 0) co_return gone;
    for (const int end : pair) ::setsockopt(end, SOL_SOCKET, SO_SNDBUF, &inside_bytes, sizeof inside_bytes);
    // Called TCP for those who work on it; nothing but the address is asked of the family, and they don't ask.
    tcp_socket other(wire_.get_executor());
    error_code error;
    other.assign(asio::ip::tcp::v4(), pair[0], error);
    inside_.assign(asio::ip::tcp::v4(), pair[1], error);
    inside_.native_non_blocking(true, error);
    co_return std::move(other);
}

asio::awaitable<void> tls_link::carry(std::shared_ptr<tls_link> link) {
    const auto executor = link->wire_.get_executor();
    asio::co_spawn(executor, link->watch_inside(link), asio::detached);
    asio::co_spawn(executor, link->carry_in(link), asio::detached);
    co_await link->carry_out(link);
}

// From the client to the inside.
asio::awaitable<void> tls_link::carry_in([[maybe_unused]] std::shared_ptr<tls_link> self) {
    auto last = step::again;
    while (last == step::again && wire_.is_open()) {
        const int bytes = SSL_read(tls_, scratch().data(), static_cast<int>(scratch().size()));
        if (bytes > 0) {
            const bool taken = co_await hand_in({scratch().data(), static_cast<std::size_t>(bytes)});
            if (!taken) co_return;
        } else {
            last = co_await settle(bytes);
        }
    }
    error_code ignored;
    if (last == step::ended)
        inside_.shutdown(tcp_socket::shutdown_send, ignored);
    else
        abort();
}

// From the inside to the client.
asio::awaitable<void> tls_link::carry_out([[maybe_unused]] std::shared_ptr<tls_link> self) {
    while (inside_.is_open()) {
        const auto bytes = ::recv(inside_.native_handle(), scratch().data(), scratch().size(), MSG_DONTWAIT);
        if (bytes > 0) {
            const bool sent = co_await hand_out({scratch().data(), static_cast<std::size_t>(bytes)});
            if (!sent) break;
            continue;
        }
        if (bytes == 0) {
            co_await say_end();
            co_return;
        }
        if (errno == EINTR) continue;
        if (!would_block()) break;
        const auto [error] = co_await inside_.async_wait(tcp_socket::wait_read, as_values);
        if (error) break;
    }
    abort();
}

// The inside says no more: neither do we, and the client learns it both ways.
asio::awaitable<void> tls_link::say_end() {
    auto last = step::again;
    while (last == step::again && wire_.is_open()) {
        const int answer = SSL_shutdown(tls_);
        if (answer >= 0) break;
        last = co_await settle(answer);
    }
    error_code ignored;
    wire_.shutdown(tcp_socket::shutdown_send, ignored);
    said_all_ = true;
    limit_.cancel();
}

// Once the inner side is closed altogether, what it left has its time to get out.
asio::awaitable<void> tls_link::watch_inside([[maybe_unused]] std::shared_ptr<tls_link> self) {
    co_await inside_.async_wait(tcp_socket::wait_error, as_values);
    limit_.expires_after(limits::tls_close_timeout);
    if (!said_all_ && wire_.is_open()) co_await limit_.async_wait(as_values);  // ends early when all was said
    if (!said_all_) abort();
    error_code ignored;
    wire_.close(ignored);
    inside_.close(ignored);
}

asio::awaitable<bool> tls_link::hand_in(std::string_view bytes) {
    std::string rest;  // only where the inside is behind
    while (!bytes.empty() && inside_.is_open()) {
        const auto sent = ::send(inside_.native_handle(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent >= 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        if (errno == EINTR) continue;
        if (!would_block()) co_return false;
        rest = std::string(bytes);
        bytes = rest;
        const auto [error] = co_await inside_.async_wait(tcp_socket::wait_write, as_values);
        if (error) co_return false;
    }
    co_return bytes.empty();
}

asio::awaitable<bool> tls_link::hand_out(std::string_view bytes) {
    std::string rest;  // only where the client is behind
    while (!bytes.empty() && wire_.is_open()) {
        const int sent = SSL_write(tls_, bytes.data(), static_cast<int>(bytes.size()));
        if (sent > 0) {
            bytes.remove_prefix(static_cast<std::size_t>(sent));
            continue;
        }
        rest = std::string(bytes);
        bytes = rest;
        const auto next = co_await settle(sent);
        if (next != step::again) co_return false;
    }
    co_return bytes.empty();
}

void tls_link::abort() noexcept {
    error_code ignored;
    wire_.set_option(asio::socket_base::linger(true, 0), ignored);
    wire_.close(ignored);
    inside_.close(ignored);
    limit_.cancel();
}

}  // namespace wenzheng::net
