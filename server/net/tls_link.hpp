// Ends TLS: whatever a client says comes out of a socket inside this process in plain bytes, and the other way round.
// All that reads and writes further in works on that socket as it would on the client's own.
//
// No limit is weakened: what the client does not take waits in the inner socket, which holds little, and so stops
// whoever writes there; a client that sends faster than it is read is not read; a half that was closed is closed on the
// other side; and once the inner side is gone, the rest has limits::tls_close_timeout to get out.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/system/result.hpp>
#include <memory>

#include "live/outbox.hpp"
#include "net/tls_files.hpp"

namespace wenzheng::net {

// Thread: the one that runs the socket's io_context.
class tls_link : public std::enable_shared_from_this<tls_link> {
public:
    tls_link(live::tcp_socket wire, tls_context context);
    ~tls_link();
    tls_link(const tls_link&) = delete;
    tls_link& operator=(const tls_link&) = delete;

    // Shakes hands, within limits::tls_handshake_timeout; the inner socket, or an error after which the client is gone.
    // Once.
    boost::asio::awaitable<boost::system::result<live::tcp_socket>> open();

    // Carries bytes until both sides are done. Behind open().
    static boost::asio::awaitable<void> carry(std::shared_ptr<tls_link> link);

private:
    enum class step : std::uint8_t { done, again, ended, failed };

    boost::asio::awaitable<step> settle(int answer);
    boost::asio::awaitable<void> carry_in(std::shared_ptr<tls_link> self);
    boost::asio::awaitable<void> carry_out(std::shared_ptr<tls_link> self);
    boost::asio::awaitable<void> watch_inside(std::shared_ptr<tls_link> self);
    boost::asio::awaitable<bool> hand_in(std::string_view bytes);
    boost::asio::awaitable<bool> hand_out(std::string_view bytes);
    boost::asio::awaitable<void> say_end();
    void abort() noexcept;

    live::tcp_socket wire_;
    live::tcp_socket inside_;
    boost::asio::steady_timer limit_;
    tls_context context_;  // outlives the connection that was made of it
    SSL* tls_;
    bool said_all_ = false;
};

}  // namespace wenzheng::net
