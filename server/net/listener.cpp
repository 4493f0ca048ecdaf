#include "net/listener.hpp"

#include <sys/socket.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "inquiry/limits.hpp"
#include "net/http_session.hpp"
#include "net/tls_link.hpp"

namespace wenzheng::net {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

asio::awaitable<void> serve_tls(services& with, session_list& sessions, live::tcp_socket wire, tls_context context,
                                arrival from) {
    const auto link = std::make_shared<tls_link>(std::move(wire), std::move(context));
    auto inside = co_await link->open();
    if (!inside) co_return;
    arrival further_in{from.address, true, with.common.door->places.take(limits::descriptors_a_tls_connection - 1)};
    asio::co_spawn(with.context, serve_http(with, sessions, std::move(*inside), std::move(further_in)), asio::detached);
    co_await tls_link::carry(link);
}

}  // namespace

listener::listener(services& with, session_list& sessions, tls_files* tls)
    : with_(with), sessions_(sessions), tls_(tls), acceptor_(with.context.get_executor()) {}

boost::system::error_code listener::open(const tcp::endpoint& at) {
    using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    boost::system::error_code error;
    acceptor_.open(at.protocol(), error);
    if (!error) acceptor_.set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_.set_option(reuse_port(true), error);
    if (!error) acceptor_.bind(at, error);
    live::outbox::prepare(acceptor_.native_handle());
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
        tcp::endpoint peer;
        auto socket = co_await acceptor_.async_accept(peer, asio::redirect_error(asio::use_awaitable, error));
        if (!error) {
            welcome(std::move(socket), peer);
            continue;
        }
        if (error == asio::error::operation_aborted) break;
        // Out of descriptors, most likely: let those that are open go on, and try again soon.
        asio::steady_timer pause(with_.context, std::chrono::milliseconds(50));
        co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, error));
    }
}

void listener::welcome(live::tcp_socket socket, const tcp::endpoint& peer) {
    // Nobody else can be let in: what is left is for the store and our own files.
    if (with_.common.door->places.full()) return;
    arrival from{plain_address(peer.address()), false, with_.common.door->places.take(1)};
    if (tls_ == nullptr)
        asio::co_spawn(with_.context, serve_http(with_, sessions_, std::move(socket), std::move(from)), asio::detached);
    else
        asio::co_spawn(with_.context, serve_tls(with_, sessions_, std::move(socket), tls_->current(), std::move(from)),
                       asio::detached);
}

void listener::stop() {
    boost::system::error_code ignored;
    acceptor_.close(ignored);
}

}  // namespace wenzheng::net
