// Upgrade requests to /ws/{inquiry}/{role}: who they come from, and whether they are let in.
#pragma once

#include <boost/beast/http/message.hpp>
#include <string>

#include "live/outbox.hpp"
#include "net/services.hpp"
#include "net/websocket_session.hpp"

namespace wenzheng::net {

// A connection whose request for an upgrade has been read; `early` is what came behind it.
struct upgrade {
    live::tcp_socket socket;
    std::string early;
    boost::beast::http::request_header<> request;
    arrival from;
};

// Answers, and begins the client's session or turns it away. What has to be waited for goes on by itself. A deputy
// whose worker is another is handed over before the answer.
void serve_upgrade(services& with, session_list& sessions, upgrade what);

}  // namespace wenzheng::net
