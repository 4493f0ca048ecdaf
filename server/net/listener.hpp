// The accepting socket of one worker. All workers listen on the same port; the kernel deals the connections out.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/system/result.hpp>
#include <string>

#include "net/services.hpp"
#include "net/tls_files.hpp"
#include "net/websocket_session.hpp"

namespace wenzheng::net {

class listener {
public:
    // With `tls` it speaks nothing else.
    listener(services& with, session_list& sessions, tls_files* tls);

    // Binds with SO_REUSEPORT. Port 0 picks one; port() tells it.
    boost::system::error_code open(const boost::asio::ip::tcp::endpoint& at);
    boost::asio::ip::tcp::endpoint endpoint() const;

    // Accepts until stop().
    boost::asio::awaitable<void> run();
    void stop();

private:
    void welcome(live::tcp_socket socket, const boost::asio::ip::tcp::endpoint& peer);

    services& with_;
    session_list& sessions_;
    tls_files* tls_;
    boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type> acceptor_;
};

}  // namespace wenzheng::net
