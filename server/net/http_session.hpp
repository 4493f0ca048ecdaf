// One HTTP connection: requests one after another, until it becomes a WebSocket or ends.
#pragma once

#include <boost/asio/awaitable.hpp>

#include "net/services.hpp"
#include "net/websocket_session.hpp"

namespace wenzheng::net {

// `early` is what has been read of it already.
boost::asio::awaitable<void> serve_http(services& with, session_list& sessions, live::tcp_socket socket, arrival from,
                                        std::string early);

}  // namespace wenzheng::net
