// A connection until the head of its first request is here. In a crowd nearly every one of them asks for an upgrade and
// nothing else, so this reads without a coroutine, without Beast's buffers, and gives everything back at once.
//
// Thread: the one of the socket's io_context. Lifetime: what is on its way in the loop holds it.
#pragma once

#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <string>

#include "live/outbox.hpp"
#include "net/services.hpp"
#include "net/websocket_session.hpp"

namespace wenzheng::net {

class doorstep : public std::enable_shared_from_this<doorstep> {
public:
    doorstep(services& with, session_list& sessions, live::tcp_socket socket, arrival from);

    // Reads the head within limits::header_timeout. An upgrade goes to serve_upgrade; everything else, what can't be
    // read included, to serve_http with the bytes that came.
    void wait();

private:
    void read_on();
    void on_bytes(std::size_t bytes);
    bool upgrade();
    void go_on_as_http();

    services& with_;
    session_list& sessions_;
    live::tcp_socket socket_;
    arrival from_;
    boost::asio::steady_timer deadline_;
    std::string bytes_;  // as long as what came is, and room behind it while a read is on its way
    std::size_t size_bytes_ = 0;
};

}  // namespace wenzheng::net
