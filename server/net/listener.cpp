#include "net/listener.hpp"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "net/http_session.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using asio::ip::tcp;

listener::listener(services& with, session_list& sessions)
    : with_(with), sessions_(sessions), acceptor_(with.context.get_executor()) {}

boost::system::error_code listener::open(const tcp::endpoint& at) {
    using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    boost::system::error_code error;
    acceptor_.open(at.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.set_option(reuse_port(true), error);
    if (!error) acceptor_.bind(at, error);
    if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
    return error;
}

tcp::endpoint listener::endpoint() const {
    boost::system::error_code ignored;
    return acceptor_.local_endpoint(ignored);
}

asio::awaitable<void> listener::run() {
    while (acceptor_.is_open()) {
        boost::system::error_code error;
        auto socket = co_await acceptor_.async_accept(asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            socket.set_option(tcp::no_delay(true), error);
            asio::co_spawn(with_.context, serve_http(with_, sessions_, std::move(socket)), asio::detached);
            continue;
        }
        if (error == asio::error::operation_aborted) break;
        // Out of descriptors, most likely: let those that are open go on, and try again soon.
        asio::steady_timer pause(with_.context, std::chrono::milliseconds(50));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

void listener::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

}  // namespace wenzheng::net
